/** What a monitor says of drift: of one column, or of the data set. */
export type DriftVerdict = 'ok' | 'warn' | 'alarm' | 'inconclusive'

/** What a judge says of a candidate. */
export type RolloutVerdict = 'promote' | 'hold' | 'rollback'
