export { errorCodes, fail, isJagradError, JagradError, type ErrorCode } from "./errors.ts";
export * from "./columns/index.ts";
