/** What a screen says to somebody whose role does not open it. */
import { Empty } from './Empty.jsx';

/** @param {{ children?: import('react').ReactNode }} props */
export function Forbidden({ children = 'If you need it for your work, ask an administrator to look at your role.' }) {
  return <Empty title="Your role does not open this page">{children}</Empty>;
}
