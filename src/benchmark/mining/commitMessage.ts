/** Why a commit's message tells nobody what to do. */
export type MessageProblem =
  'message-of-chore' | 'message-says-nothing' | 'message-of-revert-or-merge' | 'message-too-long';

export type UsableMessage =
  { readonly kind: 'usable'; readonly text: string } | { readonly kind: 'unusable'; readonly reason: MessageProblem };

const maxCharacters = 4000;
const trailer =
  /^(?:signed-off-by|co-authored-by|reviewed-by|acked-by|tested-by|reported-by|change-id|git-svn-id|cc|pr-url|refs?|closes|fixes|see-also|generated-by|differential revision|bug|issue)\s*:/i;
const reverts = /^(?:revert\b|merge\b|fixup!|squash!|amend!|back ?out\b|cherry[- ]pick)/i;
/** Types of conventionalcommits.org that change no behaviour. */
const choreType = /^(?:chore|ci|docs?|style|build|release|lint|deps?|typo|format|wip|tests?|bump)(?:\([^)]*\))?!?:/i;
const chore =
  /^(?:\[?wip\b|work in progress|bump\b|release:? (?:of )?v?\d|prepare (?:for )?(?:release|v?\d)|publish\b|version\b|v?\d+\.\d+(?:\.\d+)?\b|(?:update|upgrade) (?:dep(?:s|endenc(?:y|ies))?|changelog|readme|lock ?file|snapshots?|version)\b|changelog\b|initial commit|first commit|prettier|reformat|lint\b|run (?:prettier|black|gofmt|eslint)|typos?\b|cleanup\b|clean up\b)/i;
const wordless =
  /^(?:fix(?:es|ed)?|update[ds]?|change[ds]?|improve[ds]?|address|misc|minor|small|more|some|test|tests|stuff|things|review|comments|feedback|bug|bugs|issue|it|the|a|another|code|again|try|tweaks?)$/i;

/** As the task gives it to a model: without people's names, trailers and the number of a pull request. */
export function usableMessage(message: string): UsableMessage {
  const [first = '', ...rest] = message.split('\n');
  const subject = first.trim();
  if (reverts.test(subject)) return { kind: 'unusable', reason: 'message-of-revert-or-merge' };
  if (choreType.test(subject)) return { kind: 'unusable', reason: 'message-of-chore' };
  const said = subject.replace(/^\w+(?:\([^)]*\))?!?:\s*/, '').replace(/\s*\(#\d+\)$/, '');
  if (chore.test(said)) return { kind: 'unusable', reason: 'message-of-chore' };
  const words = said.match(/[\p{L}\p{N}_.$]+/gu) ?? [];
  const telling = words.filter((word) => /\p{L}{2}/u.test(word) && !wordless.test(word));
  if (words.length < 3 || telling.length < 2) return { kind: 'unusable', reason: 'message-says-nothing' };
  const body = rest.filter((line) => !trailer.test(line.trim())).join('\n');
  const text = `${subject.replace(/\s*\(#\d+\)$/, '')}\n${body}`.replaceAll(/\n{3,}/g, '\n\n').trim();
  return text.length > maxCharacters ? { kind: 'unusable', reason: 'message-too-long' } : { kind: 'usable', text };
}
