import { type Func, instruction, type Opcode, type Type } from "../../backends/index.ts";

/** Instructions. */
export type Code = readonly number[];

/** A local variable of a function. */
export type Place = number;

const joined =
  (name: Opcode) =>
  (x: Code, y: Code): Code => [...x, ...y, ...instruction(name)];

export const [plus, minus, times] = [joined("i32.add"), joined("i32.sub"), joined("i32.mul")];
export const [isSame, isLess, isMore] = [joined("i32.eq"), joined("i32.lt_s"), joined("i32.gt_s")];
export const both = joined("i32.and");
export const [shiftedRight, shiftedLeft] = [joined("i32.shr_u"), joined("i32.shl")];

export const get = (place: Place): Code => instruction("local.get", place);
export const set = (place: Place, value: Code): Code => [...value, ...instruction("local.set", place)];
export const whole = (value: number): Code => instruction("i32.const", value);
export const quotient = (x: Code, by: number): Code => [...x, ...whole(by), ...instruction("i32.div_u")];
export const remainder = (x: Code, by: number): Code => [...x, ...whole(by), ...instruction("i32.rem_u")];
export const choice = (test: Code, yes: Code, no: Code): Code => [...yes, ...no, ...test, ...instruction("select")];
export const least = (x: Code, y: Code): Code => choice(isLess(x, y), x, y);
export const increased = (place: Place, by: Code): Code => set(place, plus(get(place), by));

/** Makes of a sum `mode` times it and the number at an address together; leaves it where the mode is 0. */
export const withFormer = (sum: Place, mode: Place, at: Place): Code =>
  when(
    get(mode),
    set(sum, [
      ...get(sum),
      ...get(mode),
      ...instruction("f64.convert_i32_s"),
      ...instruction("f64.mul"),
      ...get(at),
      ...instruction("f64.load", 0),
      ...instruction("f64.add"),
    ]),
  );

export const when = (test: Code, yes: Code, no: Code = []): Code => [
  ...test,
  ...instruction("if"),
  ...yes,
  ...(no.length > 0 ? [...instruction("else"), ...no] : []),
  ...instruction("end"),
];

/** Goes on while a test holds. */
export const asLongAs = (test: Code, body: Code): Code =>
  when(test, [...instruction("loop"), ...body, ...test, ...instruction("br_if", 0), ...instruction("end")]);

/** Calls a function of the module by its index. */
export const called = (index: number, ...inputs: readonly Code[]): Code => [
  ...inputs.flat(),
  ...instruction("call", index),
  ...instruction("drop"),
];

/** Takes new local variables. */
export interface Places {
  readonly whole: () => Place;
  readonly number: () => Place;
  readonly vector: () => Place;
}

/** A function of whole numbers by their names, which gives nothing. */
export const functionOf = <Name extends string>(
  name: string,
  inputs: readonly Name[],
  write: (inputs: Readonly<Record<Name, Place>>, places: Places) => Code,
): Func => {
  const locals: Type[] = [];
  const place = (type: Type) => (): Place => inputs.length + locals.push(type) - 1;
  const given = Object.fromEntries(inputs.map((input, k) => [input, k])) as Record<Name, Place>;
  const code = write(given, { whole: place("i32"), number: place("f64"), vector: place("v128") });
  return {
    name,
    inputs: inputs.map(() => "i32"),
    output: "f64",
    locals,
    code: [...code, ...whole(0), ...instruction("f64.convert_i32_s")],
  };
};
