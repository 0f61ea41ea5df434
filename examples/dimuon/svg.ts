/** Numbers as attributes of an element; what is undefined is left out. */
type Attributes = Readonly<Record<string, string | number | undefined>>;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const shown = (value: string | number): string =>
  escaped(typeof value === "number" ? String(Number(value.toFixed(1))) : value);

/** An element of a picture with what it holds: text, or other elements. */
export const element = (name: string, attributes: Attributes, inside = ""): string => {
  const stated = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${shown(value)}"`],
  );
  return `<${name}${stated.join("")}${inside === "" ? "/>" : `>${inside}</${name}>`}`;
};

export const text = (x: number, y: number, content: string, more: Attributes = {}): string =>
  element("text", { x, y, ...more }, escaped(content));

export const line = (x1: number, y1: number, x2: number, y2: number, more: Attributes = {}): string =>
  element("line", { x1, y1, x2, y2, ...more });

export const box = (x: number, y: number, width: number, height: number, more: Attributes = {}): string =>
  element("rect", { x, y, width, height, ...more });
