/**
 * What an API's model is known by: without a date behind it, as in `claude-sonnet-4-5-20250929`, and without the vendor
 * before it, as OpenRouter writes it.
 */
export function modelName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).replace(/-\d{8}$|-\d{4}-\d{2}-\d{2}$/, '');
}
