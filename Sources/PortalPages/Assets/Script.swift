/// The one module that pages may load. Everything works without it; with it, some things are kinder.
enum Script {
    static let text = #"""
        // Asks before a form that says so is sent. The words are the page's.
        const dialog = document.querySelector("dialog[data-ask]");
        document.addEventListener("submit", (event) => {
          const form = event.target;
          const ask = form.dataset.confirm;
          if (ask && dialog?.showModal && !form.dataset.agreed) {
            event.preventDefault();
            dialog.querySelector("p").textContent = ask;
            dialog.querySelector("[value=yes]").textContent = form.dataset.confirmAction;
            dialog.returnValue = "";
            dialog.onclose = () => {
              if (dialog.returnValue !== "yes") return;
              form.dataset.agreed = "yes";
              form.requestSubmit();
            };
            dialog.showModal();
            return;
          }
          // One press is one request. A page that comes back from the browser's memory can be pressed again.
          if (form.method === "post") {
            const button = event.submitter ?? form.querySelector("button");
            setTimeout(() => { if (button) button.disabled = true; });
          }
        });
        addEventListener("pageshow", (event) => {
          if (!event.persisted) return;
          for (const button of document.querySelectorAll("form button[disabled]")) button.disabled = false;
          for (const form of document.querySelectorAll("form[data-agreed]")) delete form.dataset.agreed;
        });

        // Filters apply as they are pointed at. Whoever chooses by keyboard passes other choices on the way and has the button.
        for (const form of document.querySelectorAll("form.sift")) {
          let points = false;
          form.addEventListener("pointerdown", () => { points = true; });
          form.addEventListener("keydown", () => { points = false; });
          form.addEventListener("change", () => { if (points) form.requestSubmit(); });
        }

        // Who has chosen no time zone yet is offered the browser's own, if it is one of the list and not the usual one anyway.
        for (const select of document.querySelectorAll("select[data-own-zone-unless]")) {
          const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
          const option = [...select.options].find((option) => option.value === zone);
          if (option && zone !== select.dataset.ownZoneUnless) option.selected = true;
        }

        // A run that is not over yet is followed: each event brings the part of the page that shows it.
        for (const live of document.querySelectorAll("[data-stream]")) {
          const said = document.querySelector("[data-said]");
          let timer;
          const show = (fragment) => {
            const spoken = live.querySelector("[data-word]")?.textContent;
            live.replaceChildren(...fragment.childNodes);
            const word = live.querySelector("[data-word]")?.textContent;
            if (said && word && word !== spoken) said.textContent = word;
            return live.querySelector("[data-final]") !== null;
          };
          const parse = (text) => new DOMParser().parseFromString(text, "text/html");
          const poll = async () => {
            try {
              const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
              if (answer.redirected || answer.status === 404) return location.reload();
              const fresh = answer.ok && parse(await answer.text()).querySelector("[data-stream]");
              if (fresh && show(fresh)) return;
            } catch { /* Asked again below. */ }
            timer = setTimeout(poll, 10000);
          };
          if (!window.EventSource) { timer = setTimeout(poll, 10000); continue; }
          const source = new EventSource(live.dataset.stream);
          source.onmessage = (event) => { if (show(parse(event.data).body)) source.close(); };
          source.onerror = () => {
            if (source.readyState !== EventSource.CLOSED) return;
            clearTimeout(timer);
            timer = setTimeout(poll, 3000);
          };
          addEventListener("pagehide", () => { source.close(); clearTimeout(timer); });
        }
        """#
}
