/* Leads on from an old address as the page does by itself, and takes the #fragment along. */
if (location.hash) location.replace(document.currentScript.dataset.to + location.hash)
