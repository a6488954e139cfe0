/** Who sent the traffic, and how we know. */
export interface Agent {
  readonly name: string;
  /** `basic` and `socks`: the name was authenticated; `address`: it is only the peer's address. */
  readonly how: 'basic' | 'socks' | 'address';
}
