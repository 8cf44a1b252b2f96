/**
 * The simple commands of a package script, as words; nothing is expanded and nothing runs. What only a shell can tell
 * (substitutions, redirections, groups) ends the reading of that command.
 */
export function shellCommands(script: string): readonly (readonly string[])[] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let index = 0; index < script.length; index += 1) {
    const character = script[index] ?? '';
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else if (character === '\\' && quote === '"') word += script[(index += 1)] ?? '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '\\') word = (word ?? '') + (script[(index += 1)] ?? '');
    else if (/\s/.test(character)) {
      if (character === '\n') endCommand();
      else endWord();
    } else if ('&|;()<>`'.includes(character)) endCommand();
    else word = (word ?? '') + character;
  }
  endCommand();
  return commands;
}
