// S1: the doors change the question, the slider follows the field, a new answer is told once.

const QUIET = 600; // milliseconds without change before an answer is announced
const PATIENCE = 300; // before old figures are marked as being renewed

export function startAsking() {
  const form = document.getElementById("ask");
  if (!form) return;
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(document.getElementById("see"));
    }
  });
  followDoors(form);
  followSlider(form);
  announceAnswers();
}

function followDoors(form) {
  const words = JSON.parse(document.getElementById("door-words")?.textContent ?? "{}");
  form.addEventListener("change", (event) => {
    const chosen = words[event.target.name === "door" ? event.target.value : ""];
    if (!chosen) return;
    const [title, label, unit] = chosen;
    form.querySelector("h1").textContent = title;
    document.getElementById("amount-label").textContent = label;
    document.getElementById("unit").value = unit;
  });
}

function followSlider(form) {
  const slider = document.getElementById("rights-slider");
  const field = document.getElementById("rights");
  if (!slider || !field) return;
  slider.addEventListener("input", () => {
    field.value = slider.value;
  });
  field.addEventListener("input", () => {
    if (/^\d{1,3}$/.test(field.value)) slider.value = field.value;
  });
  void form;
}

function announceAnswers() {
  const panel = document.getElementById("live");
  const announcer = document.getElementById("announcer");
  let later = 0;
  let waiting = 0;
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target !== panel) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      panel.classList.add("busy");
      panel.setAttribute("aria-busy", "true");
    }, PATIENCE);
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.target !== panel) return;
    clearTimeout(waiting);
    panel.classList.remove("busy");
    panel.removeAttribute("aria-busy");
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== panel) return;
    clearTimeout(later);
    later = setTimeout(() => {
      const said = panel.querySelector("[data-said]");
      if (said) announcer.textContent = said.textContent.replace(/\s+/g, " ").trim();
    }, QUIET);
  });
}
