import HTTPTypes
import PortalCore
import PortalPages

/// The files that pages load: named by their content, and so kept for good by whoever has them.
enum AssetRoutes {
    static let routes: [Route] = [
        .anyone("/assets/:file") { lobby, asked in
            try await lobby.lookAround { _ in
                guard let asset = Asset(fileName: asked.text(.file)) else { throw Refusal.notFound }
                return .immutable(asset.bytes, type: asset.mediaType)
            }
        },
        .anyone("/brand/:file") { lobby, asked in
            try await lobby.lookAround { reception in
                let name = asked.text(.file)
                let sheet = BrandStylesheet.of(reception.front.brand)
                if name.utf8.elementsEqual(sheet.name.fileName.utf8) {
                    return .immutable(sheet.bytes, type: BrandStylesheet.mediaType)
                }
                let icon = BrandIcon.of(reception.front.brand)
                if name.utf8.elementsEqual(icon.name.fileName.utf8) {
                    return .immutable(icon.bytes, type: BrandIcon.mediaType)
                }
                guard let picture = try reception.brandAsset(hash: String(name)) else { throw Refusal.notFound }
                return .immutable(picture.bytes, type: picture.asset.mediaType)
            }
        },
    ]
}
