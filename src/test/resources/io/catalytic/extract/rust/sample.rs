//! A queue.
use std::collections::{HashMap, VecDeque as Deque};
use std::fmt::*;
pub use self::inner::Inner;
extern crate serde as s;
mod other;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug)]
pub struct Queue<T> {
    items: Deque<T>,
}

pub struct Unit;

pub enum Error {
    Full { max: usize },
    Empty,
}

union Bits {
    i: u32,
    f: f32,
}

pub trait Store: Send {
    fn get(&self, key: &str) -> Option<u32>;
    fn close(self) where Self: Sized {}
}

impl<T: Clone> Queue<T> {
    pub fn new(mut max: usize, (a, b): (u8, u8), Point { x, .. }: Point) -> Self {
        let add = |n: u32| n + 1;
        fn helper(n: u32) -> u32 { n }
        unimplemented!()
    }

    pub async unsafe fn push(&mut self, _: T) {}
}

impl<T> Store for Queue<T> {
    fn get(&self, key: &str) -> Option<u32> { None }
}

mod inner {
    pub struct Inner;
    impl Inner {
        pub const fn id(&self) -> u8 { 1 }
    }
}

extern "C" {
    fn external(code: i32, ...);
}

macro_rules! noop { () => { fn not_one() {} } }
