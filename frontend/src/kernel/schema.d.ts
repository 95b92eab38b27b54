/** Stands in until openapi/openapi.json is generated from: `npm run api` writes over this file. */
interface LooseOperation {
  parameters: {
    query?: Record<string, unknown>;
    path?: Record<string, string>;
    header?: Record<string, string>;
    cookie?: never;
  };
  requestBody?: { content: { 'application/json': unknown } };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': any } } };
}
export type paths = Record<
  string,
  { get: LooseOperation; post: LooseOperation; patch: LooseOperation; delete: LooseOperation; put: LooseOperation }
>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type components = { schemas: Record<string, any> };
