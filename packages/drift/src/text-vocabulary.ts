import { maxVocabulary } from './baseline-types.ts'
import { forEachWord } from './text-words.ts'

/** The words of a reference. */
export interface TextVocabulary {
  /** Hashes of the words that are kept, rising. */
  readonly hashes: readonly number[]
  /**
   * The share of unknown words in one of the reference's own texts: as if the vocabulary had been learnt from all
   * the others. A word that is kept thanks to this text would else make the reference look better known than live
   * texts can be.
   */
  unknownShare(text: string): number
}

/**
 * Learns the words of a reference: the at most 256 that occur in the most texts, in at least 2 each; words of the
 * same rank are kept or left out together, so that the order of the texts does not matter.
 *
 * O(code units) time; memory for every distinct word while it runs.
 */
export function learnVocabulary(texts: Iterable<string>): TextVocabulary {
  const held = new Map<number, { texts: number; last: number }>()
  let index = 0
  for (const text of texts) {
    forEachWord(text, (hash) => {
      const word = held.get(hash)
      if (word === undefined) held.set(hash, { texts: 1, last: index })
      else if (word.last !== index) {
        word.texts++
        word.last = index
      }
    })
    index++
  }
  const ranked = Array.from(held.values(), (word) => word.texts).sort((a, b) => b - a)
  const least = Math.max(2, (ranked[maxVocabulary] ?? 1) + 1)
  const hashes = Array.from(held)
    .filter(([, word]) => word.texts >= least)
    .map(([hash]) => hash)
    .sort((a, b) => a - b)
  return {
    hashes,
    unknownShare(text) {
      let words = 0
      let unknown = 0
      forEachWord(text, (hash) => {
        words++
        if ((held.get(hash)?.texts ?? 1) - 1 < least) unknown++
      })
      return words === 0 ? 0 : unknown / words
    },
  }
}
