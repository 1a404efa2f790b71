// S2: a line unfolds under its row; the focus goes to its heading, Esc brings it back to the row.

export function startFolding() {
  const form = document.getElementById("lines");
  if (!form?.dataset.explain) return;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[form=lines]");
    if (!button) return;
    const panel = button.classList.contains("fold")
      ? document.getElementById(button.dataset.panel)
      : button.hasAttribute("data-into")
        ? button.closest("td[id^=why-], section[id^=why-]")
        : null;
    if (!panel) return;
    event.preventDefault();
    if (button.classList.contains("fold") && button.getAttribute("aria-expanded") === "true") {
      fold(button, panel);
    } else {
      unfold(form, button, panel);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const panel = event.target.closest("td[id^=why-]");
    const button = panel && buttonOf(panel);
    if (button) {
      fold(button, panel);
      button.focus();
    }
  });
}

function buttonOf(panel) {
  return document.querySelector(`button.fold[data-panel="${panel.id}"]`);
}

function fold(button, panel) {
  button.setAttribute("aria-expanded", "false");
  panel.closest("tr").hidden = true;
}

async function unfold(form, button, panel) {
  const row = panel.closest("tr");
  const owner = buttonOf(panel);
  const values = new URLSearchParams(new FormData(form));
  values.set("line", button.value);
  values.set("root", owner ? owner.value : button.value);
  panel.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.dataset.explain, { method: "POST", body: values });
    if (!answer.ok) throw new Error(String(answer.status));
    panel.innerHTML = await answer.text();
  } catch {
    form.requestSubmit(button); // the page itself shows the line
    return;
  } finally {
    panel.removeAttribute("aria-busy");
  }
  if (row) row.hidden = false;
  owner?.setAttribute("aria-expanded", "true");
  panel.querySelector("h3")?.focus();
}
