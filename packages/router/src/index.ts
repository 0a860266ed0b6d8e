export { assign, bucket, candidateBuckets, candidateShare } from './split.ts'
export type { Split } from './split.ts'
