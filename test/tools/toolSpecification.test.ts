import { describe, expect, it } from 'vitest';
import { readFile } from '../../src/tools/readFile.ts';
import { toolList } from '../../src/tools/toolList.ts';
import { toolSpecification } from '../../src/tools/toolSpecification.ts';

describe('toolSpecification', () => {
  it('is the JSON Schema of what the tool takes, and no more', () => {
    expect(toolSpecification(readFile)).toEqual({
      name: 'read_file',
      description: 'Read a text file of the workspace. Long files come in parts.',
      parameters: {
        type: 'object',
        properties: {
          path: { type: 'string', description: 'Path relative to the workspace' },
          start_line: { type: 'integer', minimum: 1, description: 'First line to read, from 1' },
          end_line: { type: 'integer', minimum: 1, description: 'Last line to read' },
        },
        required: ['path'],
      },
    });
  });

  it('keeps all tools together short, for they are read with every prompt', () => {
    expect(JSON.stringify(toolList.map(toolSpecification)).length).toBeLessThan(2_400);
  });

  it('gives every tool a parameter and a description to each, which small models need', () => {
    for (const { parameters } of toolList.map(toolSpecification)) {
      const properties = Object.values(parameters['properties'] as Record<string, { description?: string }>);
      expect(properties).not.toEqual([]);
      for (const { description } of properties) expect(description).toMatch(/\w/);
    }
  });
});
