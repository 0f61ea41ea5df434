export { type Axis, axesOf, type Role } from "./axes.ts";
export { addByLoops, addProduct, subtractProduct } from "./matrix-product.ts";
export { type Multiply, multiplyIn } from "./module.ts";
export { type Matrix, part, transposed } from "./strided.ts";
