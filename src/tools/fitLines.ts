import { diffArrays } from 'diff';

/**
 * Puts an edit that was written against slightly different lines into the file's own lines: what `newLines` keeps of
 * `oldLines` stays as the file has it, what it adds gets the file's indentation.
 *
 * `fileLines` and `oldLines` correspond one to one.
 */
export function fitLines(
  fileLines: readonly string[],
  oldLines: readonly string[],
  newLines: readonly string[],
): string[] {
  const indentationInFile = indentationMapping(fileLines, oldLines);
  const fitted: string[] = [];
  let position = 0;
  for (const { added, removed, value } of diffArrays([...oldLines], [...newLines])) {
    if (added) {
      fitted.push(...value.map((line) => reindented(line, indentationInFile)));
    } else {
      if (!removed) fitted.push(...fileLines.slice(position, position + value.length));
      position += value.length;
    }
  }
  return fitted;
}

function reindented(line: string, indentationInFile: (indentation: string) => string): string {
  const indentation = indentationOf(line);
  return indentation.length === line.length ? line : indentationInFile(indentation) + line.slice(indentation.length);
}

function indentationOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** From the indentation the model used to the file's. What no line shows is derived from the nearest that one does. */
function indentationMapping(
  fileLines: readonly string[],
  oldLines: readonly string[],
): (indentation: string) => string {
  const known = new Map<string, string>();
  oldLines.forEach((oldLine, index) => {
    const fileLine = fileLines[index] ?? '';
    const old = indentationOf(oldLine);
    if (oldLine.trim() !== '' && fileLine.trim() !== '' && !known.has(old)) known.set(old, indentationOf(fileLine));
  });
  const step = stepOf(known);
  const inFileSteps = (indentation: string): string =>
    step === undefined ? indentation : indentation.replaceAll(step.old, step.file);

  return (indentation) => {
    const exact = known.get(indentation);
    if (exact !== undefined) return exact;
    const outer = [...known.keys()].filter((old) => indentation.startsWith(old)).sort((a, b) => b.length - a.length)[0];
    if (outer !== undefined) return (known.get(outer) ?? '') + inFileSteps(indentation.slice(outer.length));
    const inner = [...known.keys()].filter((old) => old.startsWith(indentation)).sort((a, b) => a.length - b.length)[0];
    if (inner === undefined) return indentation;
    const file = known.get(inner) ?? '';
    return file.slice(0, Math.max(0, file.length - inFileSteps(inner.slice(indentation.length)).length));
  };
}

/** One level of indentation on both sides, when the known pairs show it. */
function stepOf(known: ReadonlyMap<string, string>): { old: string; file: string } | undefined {
  const pairs = [['', ''] as const, ...known].sort((a, b) => a[0].length - b[0].length);
  for (let index = 1; index < pairs.length; index += 1) {
    const [outerOld, outerFile] = pairs[index - 1] ?? ['', ''];
    const [innerOld, innerFile] = pairs[index] ?? ['', ''];
    const old = innerOld.slice(outerOld.length);
    const file = innerFile.slice(outerFile.length);
    if (old === '' || file === '') continue;
    const levels = /^\t+$/.test(file) ? file.length : /^\t+$/.test(old) ? old.length : 1;
    if (old.length % levels === 0 && file.length % levels === 0) {
      return { old: old.slice(0, old.length / levels), file: file.slice(0, file.length / levels) };
    }
  }
  return undefined;
}
