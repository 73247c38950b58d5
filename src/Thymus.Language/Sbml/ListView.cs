using System.Collections;

namespace Thymus.Language.Sbml;

/// <summary>A list to read, without an object of its own: trees have thousands of lists, most of them empty, and are walked many times.</summary>
/// <typeparam name="T">What is in it.</typeparam>
/// <param name="items">The list; <see langword="null"/> for an empty one.</param>
internal readonly struct ListView<T>(List<T>? items) : IReadOnlyList<T>
{
    private static readonly List<T> None = [];

    public int Count => items?.Count ?? 0;

    public T this[int index] => (items ?? None)[index];

    public List<T>.Enumerator GetEnumerator() => (items ?? None).GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)(items ?? None)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
