import { isAppError } from '../base/appError.ts';
import type { Complaint } from './serverComplaint.ts';

/**
 * What this model on this server refused before, by the names of the wire. It is asked without them from then on, and
 * each answer says what was left out.
 */
export class RefusedParameters {
  readonly #names = new Set<string>();

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /**
   * Learns from a refusal which of the `sent` optional parameters is at fault; the first that fits. False when it says
   * nothing new, so that there is no use in asking again.
   */
  learn(error: unknown, complaint: Complaint, sent: readonly string[]): boolean {
    if (!isAppError(error, 'provider-refused') || (error.data.status !== 400 && error.data.status !== 422))
      return false;
    const named = complaint.parameter?.split('.', 1)[0];
    const isMentioned = (name: string): boolean =>
      name === named || new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(complaint.message);
    const culprit = sent.find((name) => !this.#names.has(name) && isMentioned(name));
    if (culprit === undefined) return false;
    this.#names.add(culprit);
    return true;
  }
}
