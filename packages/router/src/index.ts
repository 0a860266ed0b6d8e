export { createHarmJudge } from './harm-judge.ts'
export type { Arm, BadEvent, HarmJudge, HarmJudgeOptions, HarmVerdict, SignalEvidence } from './harm-judge.ts'
export { assign, bucket, candidateBuckets, candidateShare } from './split.ts'
export type { Split } from './split.ts'
