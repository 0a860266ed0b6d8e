// Written by scripts/mirror-exports.mjs.
export {
  cacheStoreCases,
  createFakeClock,
  eventSinkCases,
  outcomeStoreCases,
  recordingSink,
  recordingStage,
  scriptedTarget,
  settle,
  stageCases,
} from '@plimsoll/core/testing'
export type {
  CacheStoreKitOptions,
  ConformanceCase,
  EventSinkKitOptions,
  FakeClock,
  KitClock,
  KitOptions,
  OutcomeStoreKitOptions,
  RecordingSink,
  ScriptedTarget,
  StageKitOptions,
  TargetStep,
} from '@plimsoll/core/testing'
