// Written by scripts/mirror-exports.mjs.
export {
  createFakeClock,
  recordingSink,
  recordingStage,
  scriptedTarget,
  settle,
} from '@plimsoll/core/testing'
export type {
  ConformanceCase,
  FakeClock,
  RecordingSink,
  ScriptedTarget,
  TargetStep,
} from '@plimsoll/core/testing'
