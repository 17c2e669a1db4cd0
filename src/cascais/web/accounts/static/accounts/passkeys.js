// Forms with data-passkey ask the browser for a passkey and send what it answers.
(() => {
  "use strict";

  const given = () => JSON.parse(document.getElementById("passkey-options").textContent);

  async function made(form) {
    const options = given().creation_options;
    if (form.elements.passwordless.checked) {
      Object.assign(options.publicKey.authenticatorSelection, {
        residentKey: "required", requireResidentKey: true, userVerification: "required",
      });
    }
    return webauthnJSON.create(options);
  }

  async function asked(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return webauthnJSON.get((await answer.json()).request_options);
  }

  const WAYS = { add: made, use: () => webauthnJSON.get(given().request_options), "sign-in": asked };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector(".passkey-failed");
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await WAYS[form.dataset.passkey](form));
      } catch {
        failed.hidden = false;
        return;
      }
      form.submit();
    });
  }
})();
