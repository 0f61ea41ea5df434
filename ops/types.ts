import type { OperatorFunction } from "rxjs";
import type { Batch, Choice, Held, Mode, Nuisance, Scalar, StageOptions } from "../core/index.ts";

/** No scope at all: nothing can be taken out of it. */
export type NoScope = { readonly [name in never]: never };

export type ScopeOf = Readonly<Record<string, unknown>>;

/** What a lambda sees of its scope: parameters are the numbers they stand for. */
export type Values<S> = { readonly [K in keyof S]: S[K] extends Choice | Nuisance | Held ? number : S[K] };

/** A lambda of an event and a scope. */
export type EventLambda<E, S, R> = (event: E, scope: Values<S>) => R;

export type StageOperator<E, R> = OperatorFunction<Batch<E>, Batch<R>>;

export interface FillOptions {
  /** How derivatives are computed; chosen by the number of parameters if not given. */
  readonly mode?: Mode;
}

/** What is done about events whose items are in doubt in many ways. */
export interface WaysOptions {
  /** The most ways in which the answers about the items of one event may come out together; 65536 if not given. */
  readonly ways?: number;
}

/** A number per event, or one per item of a list. */
export type Observed = number | boolean | Iterable<number | boolean>;

/** A number per axis. */
export type Point = readonly (number | boolean)[];

/** An array with a number per axis for each event, or one per item of a list. */
export type ObservedPoints = Point | Iterable<Point>;

/** What is folded into: a number, or an object of numbers. */
export type Seed = number | Readonly<Record<string, number>>;

/** What a fold is in the end, as numbers that carry derivatives. */
export type Folded<A> = A extends number ? Scalar : { readonly [K in keyof A]: Scalar };

export type { StageOptions };
