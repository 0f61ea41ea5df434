export { cutInto, cutsArbitrary, testSource, wholeBatch } from "./arbitraries/batches.ts";
export { columnOfShape, type Garbage, recordOfShape, type Shape } from "./arbitraries/columns.ts";
export { landmarkPoints, pointIn, valueIn } from "./arbitraries/domains.ts";
export {
  type EventOptions,
  eventShape,
  holed,
  sparse,
  type TestEvent,
  tame,
  testEventsArbitrary,
  wild,
} from "./arbitraries/events.ts";
export { lambdaCases } from "./arbitraries/lambda-cases.ts";
export { lambdaFrom } from "./arbitraries/lambdas.ts";
export { eventsNearCuts, eventsOnCuts } from "./arbitraries/near-cuts.ts";
export type { NoisyPipeline } from "./arbitraries/noisy.ts";
export { noisyCases } from "./arbitraries/noisy-cases.ts";
export { awkward, eighths, mixed } from "./arbitraries/numbers.ts";
export type { OperatorUse, SeenEvent, Stream } from "./arbitraries/pipelines.ts";
export { type ProgramOptions, programArbitrary, programFrom, type RandomProgram } from "./arbitraries/programs.ts";
export { noisyFrom } from "./arbitraries/random-noisy.ts";
export { type PipelineOptions, pipelineArbitrary, type RandomPipeline } from "./arbitraries/random-pipelines.ts";
export { rowPipelines } from "./arbitraries/row-pipelines.ts";
export { type EventOf, sampleOf, type ValueOf } from "./arbitraries/sampled.ts";
export { normals, sampleColumns, uniforms } from "./arbitraries/samples.ts";
export {
  batchArbitrary,
  columnArbitrary,
  eventsArbitrary,
  type Mishaps,
  type ShapedOptions,
} from "./arbitraries/shaped-events.ts";
export { structuralCases } from "./arbitraries/structural-cases.ts";
export { type Tape, tapeArbitrary, tapeOf } from "./arbitraries/tape.ts";
export { checkOperator, type OperatorSubject, type Uses } from "./check-operator.ts";
export { type CheckOptions, checkPlugin, type PluginCheckOptions } from "./check-plugin.ts";
export { differentiate, type Estimate } from "./differences.ts";
export { type Exemption, exemptions } from "./exemptions.ts";
export { failuresOf } from "./failures.ts";
export { type FunctionSubject, functionsOf, primitivesOf } from "./function-subjects.ts";
export { kernelOf } from "./kernel-of.ts";
export { type Law, type Runner, stateLaw } from "./law.ts";
export { compiledPartialsLaw, secondPartialsLaw } from "./laws/compiled-partials.ts";
export { cutsLaw, cutsWithNullsLaw } from "./laws/cuts.ts";
export { columnSumsLaw, eventLanesLaw, type MapSubject, type RowSubject, rowsLaw } from "./laws/event-columns.ts";
export { expectationsLaw } from "./laws/expectations.ts";
export { type FlavourPair, flavoursLaw, pairsOf } from "./laws/flavours.ts";
export { functionsLaw } from "./laws/functions.ts";
export { expectKernel, kernelsLaw, type LambdaSubject, missingSlotsLaw } from "./laws/kernels.ts";
export { lanesLaw, type PrimitiveOnLane } from "./laws/lanes.ts";
export { conservationLaw, finiteLaw, infiniteLaw, limitsLaw, tiesLaw } from "./laws/limits.ts";
export { loweredBitsLaw, type SameBits } from "./laws/lowered-bits.ts";
export { type LoweredPrimitive, loweringsLaw } from "./laws/lowerings.ts";
export { modesLaw } from "./laws/modes.ts";
export { partialsLaw, partialsOf, type RuleOfInput } from "./laws/partials.ts";
export { directionsLaw, transposesLaw } from "./laws/random-transposes.ts";
export { repeatsLaw } from "./laws/repeats.ts";
export { doublesBetween, expectSame, nearNumber, sameBits, sameNumber } from "./laws/same-number.ts";
export { finitePointsLaw, type SingularPoint, singularPointsOf, slopesLaw } from "./laws/slopes.ts";
export { streamKinds, streamsLaw, type UseOverKind } from "./laws/streams.ts";
export {
  casesOf,
  type StructuralCase,
  structuralDirectionsLaw,
  structuralTransposesLaw,
} from "./laws/structural-transposes.ts";
export {
  type ConservedUse,
  type PairedUse,
  useConservationLaw,
  useFiniteLaw,
  useLimitsLaw,
  useModesLaw,
} from "./laws/uses.ts";
export type { SampledUse } from "./operator-use.ts";
export { lanes } from "./per-event.ts";
export { runProgram } from "./run-program.ts";
export { holdsFor, type Sampling } from "./sample.ts";
export { type KeptSeed, keptSeeds } from "./seeds.ts";
export { type Settings, scaled, settings, settingsFrom } from "./settings.ts";
