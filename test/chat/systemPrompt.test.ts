import { describe, expect, it } from 'vitest';
import { systemPrompt } from '../../src/chat/systemPrompt.ts';
import { toolList } from '../../src/tools/toolList.ts';
import { toolSpecification } from '../../src/tools/toolSpecification.ts';

const facts = { folderNames: ['app'], operatingSystem: 'Linux' };
const readers = toolList.filter(({ effect }) => effect === 'read');

describe('systemPrompt', () => {
  it('stays short with every tool, for a machine that reads a hundred tokens a second', () => {
    const tools = toolList.map((tool) => JSON.stringify(toolSpecification(tool))).join('\n');
    // Three characters to a token is the worst that a tokenizer makes of English and JSON.
    expect((systemPrompt(facts, toolList) + tools).length / 3).toBeLessThan(2_000);
  });

  it('is the same each time, so that its state can be kept', () => {
    expect(systemPrompt(facts, toolList)).toBe(systemPrompt({ ...facts }, [...toolList]));
  });

  it.each([
    { folderNames: [], says: 'No folder is open.' },
    { folderNames: ['app'], says: 'The open folder is "app".' },
    {
      folderNames: ['app', 'lib'],
      says: 'The open folders are "app", "lib". File paths start with the folder\'s name',
    },
  ])('names the folders $folderNames', ({ folderNames, says }) => {
    expect(systemPrompt({ ...facts, folderNames }, toolList)).toContain(says);
  });

  it('speaks of changing files only to a model that can', () => {
    expect(systemPrompt(facts, toolList)).toContain('accepts or rejects');
    expect(systemPrompt(facts, readers)).toContain('cannot change them');
    expect(systemPrompt(facts, [])).toContain('cannot read or change files');
  });
});
