import React, { useState } from 'react';
import type { Props } from './types';

interface State { open: boolean; toggle(next: boolean): void }

export const Button: React.FC<Props> = ({ label, onClick }) => {
  const [open, setOpen] = useState(false);
  const handle = (event: React.MouseEvent) => setOpen(!open);
  return <button onClick={() => handle}>{label}</button>;
};

export default function App({ items }: { items: string[] }): JSX.Element {
  return (
    <ul>
      {items.map((item) => <li key={item}>{item}</li>)}
    </ul>
  );
}

export class Panel extends React.Component<Props, State> {
  state = { open: false };
  onToggle = () => this.setState({ open: true });
  render() {
    return <div>function notOne() {}</div>;
  }
}
