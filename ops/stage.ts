import type { LambdaStage } from "../core/index.ts";
import { stageOperator } from "./stream.ts";
import type { EventLambda, NoScope, ScopeOf, StageOperator, StageOptions } from "./types.ts";

/** The stage of a lambda in a flavour. */
export const stageOf = <E, R>(
  kind: LambdaStage["kind"],
  flavour: LambdaStage["flavour"],
  f: object,
  scope: ScopeOf | undefined,
  options: StageOptions | undefined,
): StageOperator<E, R> =>
  stageOperator<E, R>({ kind, operator: kind, flavour, f, scope: scope ?? {}, options: options ?? {} });

export type { EventLambda, NoScope, ScopeOf, StageOperator, StageOptions };
