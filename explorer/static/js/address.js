// The address holds place and filter; both are read from it and written to it, nowhere else.

export function readAddress(address = new URL(location.href)) {
  const parameters = new URLSearchParams(address.search);
  const place = parameters.get("place");
  parameters.delete("lang");
  if (place?.includes(",")) return { place: null, parameters }; // several places are a filter, not the open one
  parameters.delete("place");
  return { place, parameters };
}

export function writeAddress(place, parameters) {
  const language = new URLSearchParams(location.search).get("lang");
  const wanted = new URLSearchParams(parameters);
  if (place) wanted.set("place", place);
  const address = `/${queryOf(wanted, language)}`;
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
}

export function queryOf(parameters, language = null) {
  const wanted = new URLSearchParams(parameters);
  if (language) wanted.set("lang", language);
  const text = wanted.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}
