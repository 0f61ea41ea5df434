/** What a value looks like: on one line inside another value, as lines of text, as HTML, as a picture, and as data. */
export interface Views<T> {
  readonly line: (value: T) => string;
  readonly text: (value: T) => string;
  readonly html: (value: T) => string;
  readonly svg?: (value: T) => string;
  readonly data: (value: T) => unknown;
}

/** A value that shows itself: in Node's `console.log`, in Jupyter, as text, as HTML and as JSON. */
export interface Shown {
  toString(): string;
  toHTML(): string;
  toJSON(): unknown;
}

interface InspectOptions {
  readonly depth?: number | null;
}

const hidden = (value: unknown): PropertyDescriptor => ({ value, writable: true, configurable: true });

/** The prototype of values that show themselves; nothing of it is seen by a spread, `Object.entries` or `for in`. */
export const shownBy = <T>({ line, text, html, svg, data }: Views<T>): object =>
  Object.create(Object.prototype, {
    toString: hidden(function (this: T) {
      return text(this);
    }),
    toHTML: hidden(function (this: T) {
      return html(this);
    }),
    toJSON: hidden(function (this: T) {
      return data(this);
    }),
    [Symbol.for("nodejs.util.inspect.custom")]: hidden(function (
      this: T,
      depth: number | null,
      options: InspectOptions = {},
    ) {
      return depth === (options.depth ?? depth) ? text(this) : line(this);
    }),
    [Symbol.for("Jupyter.display")]: hidden(function (this: T) {
      const both = { "text/plain": text(this), "text/html": html(this) };
      return svg ? { ...both, "image/svg+xml": svg(this) } : both;
    }),
  });

/** Members with a prototype that shows them: the one way in which values that show themselves are made. */
export const shown = <T extends Shown>(members: Omit<T, keyof Shown>, prototype: object): T =>
  Object.assign(Object.create(prototype), members);
