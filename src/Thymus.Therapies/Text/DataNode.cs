using System.Collections.Immutable;
using Thymus.Language.Diagnostics;

namespace Thymus.Therapies.Text;

/// <summary>A node of a data file, with its place for messages.</summary>
/// <param name="Span">Where it starts; of a scalar, all of it when it is on one line.</param>
public abstract record DataNode(SourceSpan Span)
{
    /// <summary>What it is, in words.</summary>
    public abstract string Kind { get; }
}

/// <summary>A text or number, as written.</summary>
/// <param name="Value">The text.</param>
/// <param name="IsQuoted">Whether it was quoted or a block, so that an empty one is meant.</param>
/// <param name="Span">Where.</param>
public sealed record DataScalar(string Value, bool IsQuoted, SourceSpan Span) : DataNode(Span)
{
    /// <inheritdoc />
    public override string Kind => Value.Length == 0 && !IsQuoted ? "nothing" : "a single value";
}

/// <summary>A list.</summary>
public sealed record DataSequence(ImmutableArray<DataNode> Items, SourceSpan Span) : DataNode(Span)
{
    /// <inheritdoc />
    public override string Kind => "a list";
}

/// <summary>Keys and values, in the order of the file. Keys are unique.</summary>
public sealed record DataMapping(ImmutableArray<DataEntry> Entries, SourceSpan Span) : DataNode(Span)
{
    /// <inheritdoc />
    public override string Kind => "a section of keys";

    /// <summary>The value of a key, or <see langword="null"/>.</summary>
    public DataNode? Find(string key) => Entries.FirstOrDefault(e => e.Key == key)?.Value;
}

/// <summary>A key and its value.</summary>
public sealed record DataEntry(string Key, SourceSpan KeySpan, DataNode Value);
