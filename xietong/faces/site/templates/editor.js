"use strict";
// Oxigraph's server brings YASGUI; it asks the endpoint that the page names, and nobody else.
const place = document.getElementById("yasgui");
const endpoint = new URL(place.dataset.endpoint, window.location.href).href;
Yasgui.Yasqe.defaults.autocompleters = ["variables"]; // the others ask servers elsewhere
Yasgui.Yasqe.defaults.value = place.dataset.query;
new Yasgui(place, {
  requestConfig: {endpoint},
  endpointCatalogueOptions: {getData: () => [{endpoint}], keys: []},
  copyEndpointOnNewTab: true,
  persistenceId: "xietong",
});
