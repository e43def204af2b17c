using System;
using System.Collections.Generic;
using static System.Math;
using Map = System.Collections.Generic.Dictionary<string, int>;
global using Xunit;

namespace Example.Queue
{
    public delegate void Changed(object sender, int count);

    [Serializable]
    public sealed class Queue<T> : IQueue<T> where T : class
    {
        private readonly List<T> items = new();

        public Queue(int capacity = 10, params T[] initial)
        {
            int Local(int n) => n;
        }

        ~Queue() { }

        public int Count { get; private set; }

        [Obsolete]
        public async Task<T> PopAsync(CancellationToken token, ref int tries, out bool ok)
        {
            Func<int, int> f = x => x;
            return await Task.FromResult(items[0]);
        }

        void IQueue<T>.Clear() => items.Clear();

        public static Queue<T> operator +(Queue<T> a, Queue<T> b) => a;
    }

    public interface IQueue<T>
    {
        void Clear();
    }

    public struct Point { public int X; }
    public enum Mode { On, Off }
    public record Person(string Name, int Age);
    public readonly record struct Pair(int A, int B)
    {
        public int Sum() => A + B;
    }
}

namespace Example.Other
{
    static class Extensions
    {
        public static bool IsEmpty(this string text) => text.Length == 0;
    }
}
