/** Files on their way: how far each has come, which table an unknown one holds, and what failed. */
import { useState } from 'react';
import { counted, sizeOf } from '../kernel/numbers.js';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Select } from '../kernel/ui/Select.jsx';

/** @typedef {import('./uploads.js').Upload} Upload */

/** @param {{ sending: ReturnType<typeof import('./uploads.js').useUploads>, tables: import('./api.js').Tables|null }} props */
export function UploadList({ sending, tables }) {
  const { uploads } = sending;
  const failed = uploads.filter(({ state }) => state === 'failed');
  return (
    <>
      <p className="govuk-visually-hidden" role="status">
        {sending.isBusy && `${counted(uploads.length - failed.length, 'file')} on the way.`}
        {failed.length > 0 && ` ${counted(failed.length, 'file')} could not be taken.`}
      </p>
      {failed.length > 1 && (
        <Button look="secondary" isBusy={sending.isBusy} onClick={() => failed.forEach(sending.retry)}>
          Send {failed.length} files again
        </Button>
      )}
      {uploads.length > 0 && (
        <ul className="qa-uploads" aria-label="Files on their way">
          {uploads.map((upload) => (
            <li key={upload.key} className="qa-uploads__item govuk-body">
              <span className="qa-uploads__name">
                {upload.file.name} <span className="qa-n">({sizeOf(upload.file.size)})</span>
              </span>
              <OneUpload upload={upload} sending={sending} tables={tables} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** @param {{ upload: Upload, sending: ReturnType<typeof import('./uploads.js').useUploads>, tables: import('./api.js').Tables|null }} props */
function OneUpload({ upload, sending, tables }) {
  const { file, key, problem, sent, state } = upload;
  const remove = (
    <LinkButton onClick={() => sending.drop(key)}>
      Leave out<span className="govuk-visually-hidden"> {file.name}</span>
    </LinkButton>
  );
  if (state === 'unnamed') {
    return (
      <>
        <TableChoice upload={upload} tables={tables?.entities ?? []} onChoice={sending.choose} />
        {remove}
      </>
    );
  }
  if (state === 'failed') {
    return (
      <>
        <p className="govuk-error-message">
          <span className="govuk-visually-hidden">Error:</span> {problem?.message}
        </p>
        <div className="qa-buttons">
          <Button look="secondary" onClick={() => sending.retry(upload)}>
            Send again<span className="govuk-visually-hidden"> {file.name}</span>
          </Button>
          {remove}
        </div>
      </>
    );
  }
  const size = file.size || 1;
  return (
    <span className="qa-progress">
      {/* While the server reads, nobody knows how far it is. */}
      <progress aria-label={`Sent of ${file.name}`} max={size} value={state === 'reading' ? undefined : sent} />
      {onTheWay[state] ?? `${Math.floor((100 * sent) / size)}%`}
    </span>
  );
}

/** @type {Partial<Record<Upload['state'], string>>} */
const onTheWay = { waiting: 'Waiting', reading: 'Sent, being read…' };

/** A button sends it: a list that acts by itself would do so at the first press of an arrow key.
 * @param {{ upload: Upload, tables: import('./api.js').Tables['entities'], onChoice: (upload: Upload, table: string) => void }} props */
function TableChoice({ upload, tables, onChoice }) {
  const [table, setTable] = useState('');
  return (
    <>
      <Select
        label={`Which table does ${upload.file.name} hold?`}
        any="Choose a table"
        pointer={`/tables/${upload.key}`}
        options={tables.map(({ entity, title }) => ({ value: entity, text: `${title} (${entity})` }))}
        value={table}
        onChange={setTable}
      />
      <Button look="secondary" isBusy={!table} onClick={() => onChoice(upload, table)}>
        Send it<span className="govuk-visually-hidden"> as this table: {upload.file.name}</span>
      </Button>{' '}
    </>
  );
}
