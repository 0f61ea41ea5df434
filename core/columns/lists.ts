const asNaN = (): number => Number.NaN;

/** A record that is not there: members are missing but for those named, and as a number it is NaN. */
export const absentRecord = (members: ReadonlyMap<string, unknown> = new Map()): object =>
  new Proxy(Object.freeze(Object.create(null)), {
    get: (_target, key) => (key === Symbol.toPrimitive ? asNaN : members.get(String(key))),
  });

const missingRecord = /* @__PURE__ */ absentRecord();

type Method = (...inputs: readonly unknown[]) => unknown;

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const pasts = new WeakMap<object, { readonly past: unknown }>();

/** What a read past the end of a list is: undefined, or something whose members are. */
export const pastOf = (list: unknown): unknown =>
  typeof list === "object" && list !== null ? pasts.get(list)?.past : undefined;

/** What reads past the end of an array of such an item are. */
const pastLike = (item: unknown): unknown => {
  if (typeof item !== "object" || item === null) return undefined;
  if (!isArray(item)) return missingRecord;
  return pasts.has(item) ? listOfItems([], pastOf(item)) : item.map(pastLike);
};

const isIndex = (key: string | symbol): boolean =>
  typeof key === "string" && /^(-?\d+(\.\d+)?|undefined|NaN|-?Infinity)$/.test(key);

/** What a function makes of what is not there says what reads past the end of what it makes of nothing are. */
const pastOfMap = (f: unknown, past: unknown): unknown => {
  try {
    return typeof f === "function" ? pastLike(f(past, 0, [])) : missingRecord;
  } catch {
    return missingRecord;
  }
};

/** What the arrays that a method makes have past their ends, if it is not what their items say. */
const kept = new Set(["filter", "slice", "toSorted", "sort", "toReversed", "reverse", "concat"]);

/** An array in which a read past the end is `past`; so it is in those of the arrays its methods give. */
export const listOfItems = (items: readonly unknown[], past: unknown): readonly unknown[] => {
  const read: Readonly<Record<string, Method>> = {
    at: (k) => items.at(Number(k)) ?? past,
    find: (keep) => items.find(keep as (item: unknown) => boolean) ?? past,
    findLast: (keep) => items.findLast(keep as (item: unknown) => boolean) ?? past,
  };
  const list = new Proxy(items, {
    get: (target, key) => {
      if (isIndex(key)) return target[Number(String(key))] ?? past;
      if (typeof key === "string" && Object.hasOwn(read, key)) return read[key];
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== "function") return member;
      return (...inputs: readonly unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, inputs);
        if (!isArray(result)) return result;
        const [first] = result;
        if (typeof key === "string" && kept.has(key)) return listOfItems(result, past);
        return listOfItems(
          result,
          result.length > 0 ? pastLike(first) : key === "map" ? pastOfMap(inputs[0], past) : missingRecord,
        );
      };
    },
  });
  pasts.set(list, { past });
  return list;
};
