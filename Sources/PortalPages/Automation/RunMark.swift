import PortalCore

extension Mark {
    /// Where a run stands; one that was asked for here and has not begun says why.
    static func run(_ status: RunStatus, _ delivery: TriggerDelivery?) -> Mark {
        switch status {
        case .queued: queued(delivery)
        case .running: Mark(.under, .run(.statusWord(.running)))
        case .waiting: Mark(.held, .run(.statusWord(.waiting)))
        case .succeeded: Mark(.done, .run(.statusWord(.succeeded)))
        case .failed: Mark(.wrong, .run(.statusWord(.failed)))
        case .canceled: Mark(.ended, .run(.statusWord(.canceled)))
        case .unknown: Mark(.unsure, .run(.statusWord(.unknown)))
        }
    }

    private static func queued(_ delivery: TriggerDelivery?) -> Mark {
        switch delivery {
        case nil, .pending, .accepted: Mark(.open, .run(.statusWord(.queued)))
        case .didNotStart: Mark(.wrong, .run(.deliveryWord(.didNotStart)))
        case .unconfirmed: Mark(.unsure, .run(.deliveryWord(.unconfirmed)))
        case .withdrawn: Mark(.ended, .run(.deliveryWord(.withdrawn)))
        }
    }

    /// Where a workflow stands, for staff.
    static func workflow(_ status: WorkflowStatus) -> Mark {
        let look: Look =
            switch status {
            case .draft: .unsure
            case .published: .on
            case .paused: .held
            case .disabled, .archived: .ended
            }
        return Mark(look, .workflow(.status(status)))
    }

    /// Where a workflow stands, for its client.
    static func workflow(isPaused: Bool) -> Mark {
        isPaused ? Mark(.held, .workflow(.paused)) : Mark(.on, .workflow(.active))
    }
}
