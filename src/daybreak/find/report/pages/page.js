"use strict";
// Only comforts: the page is whole without them.
const leads = [...document.querySelectorAll("details.lead")];
for (const element of document.querySelectorAll("[data-script]")) element.hidden = false;
document.getElementById("open-all")?.addEventListener("click", () => { for (const lead of leads) lead.open = true; });
document.getElementById("close-all")?.addEventListener("click", () => { for (const lead of leads) lead.open = false; });
document.getElementById("find")?.addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  let shown = 0;
  for (const lead of leads) {
    lead.hidden = wanted !== "" && !lead.textContent.toLowerCase().includes(wanted);
    if (!lead.hidden) shown += 1;
  }
  document.getElementById("found").textContent = wanted === "" ? "" : `${shown} of ${leads.length} leads contain it`;
});
addEventListener("beforeprint", () => { for (const lead of leads) lead.open = true; });
