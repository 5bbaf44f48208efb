// The address holds place, filter and how the map is coloured; all are read from it and written to it, nowhere else.

const LAYOUT = ["measure", "per", "method"];

export function readAddress(address = new URL(location.href)) {
  const parameters = new URLSearchParams(address.search);
  const layout = new URLSearchParams();
  parameters.delete("lang");
  for (const name of LAYOUT) {
    if (parameters.get(name)) layout.set(name, parameters.get(name));
    parameters.delete(name);
  }
  const place = parameters.get("place");
  if (place?.includes(",")) return { place: null, parameters, layout }; // several places are a filter, not the open one
  parameters.delete("place");
  return { place, parameters, layout };
}

export function writeAddress({ place, parameters, layout }, { instead = false } = {}) {
  const language = new URLSearchParams(location.search).get("lang");
  const wanted = new URLSearchParams(parameters);
  if (place) wanted.set("place", place);
  const address = `/${queryOf(wanted, layout, language)}`;
  if (address === location.pathname + location.search) return;
  if (instead) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}

export function queryOf(parameters, layout = new URLSearchParams(), language = null) {
  const wanted = new URLSearchParams([...parameters, ...layout]);
  if (language) wanted.set("lang", language);
  const text = wanted.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}
