export { jvp, linearize, vjp } from "./linear.ts";
export { plainly } from "./plain.ts";
export { checkpoint, customJvp, customVjp } from "./rules.ts";
export { diff, grad, gradAndHessian, hessian, hvp, jacobian, valueAndGrad } from "./transforms.ts";
export type { AnyFunction, FunctionOptions, InputsOf, Nested, Selected, SlopesOf } from "./types.ts";
