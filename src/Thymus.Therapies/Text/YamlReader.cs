using System.Globalization;
using Thymus.Language.Diagnostics;
using Thymus.Language.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Thymus.Therapies.Text;

/// <summary>Reads YAML into nodes with places. A plain subset: no anchors, aliases, tags, directives or second document, so that a small file stays small.</summary>
/// <remarks>Limits: 1 Mi characters, 32 levels, 100,000 nodes. Any text is accepted: what cannot be read is reported, never thrown.</remarks>
public static class YamlReader
{
    private const int LongestText = 1 << 20;
    private const int DeepestLevel = 32;
    private const int MostNodes = 100_000;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name for messages.</param>
    public static Checked<DataNode> Read(string text, string file)
    {
        if (text.Length > LongestText)
        {
            return new(null, [new(TherapyRules.NotAllowed, new(file, 1, 1, 0), null, "a file of more than 1 Mi characters")]);
        }

        // The scanner takes it for the end of the text, and what follows would be left out in silence.
        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
        {
            return new(null, [new(TherapyRules.NotYaml, PlaceOf(nul, text, file), "leave it out", "a character of code 0")]);
        }

        // The scanner leaves a directive that it does not know out in silence, wherever it is, and can go on behind the end of the text for a minute then.
        if (Directive(text) is >= 0 and var directive)
        {
            return new(null, [new(TherapyRules.NotAllowed, PlaceOf(directive, text, file), "leave it out", "a directive (% at the start of a line)")]);
        }

        var builder = new Builder(file);
        var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        try
        {
            while (builder.Add(parser))
            {
            }
        }
        catch (YamlException e)
        {
            builder.Findings.Add(new(TherapyRules.NotYaml, builder.Place(e.Start), null, Words(e)));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The scanner is not always in order on text that is far from YAML; what it read last is the nearest place known.
            builder.Findings.Add(new(TherapyRules.NotYaml, builder.Place(parser.Current?.End ?? new Mark(0, 1, 1)), null, "it is not well formed"));
        }

        return new(builder.Findings.Count == 0 ? builder.Root : null, [.. builder.Findings]);
    }

    /// <summary>Reads a file of at most the length that <see cref="Read"/> accepts.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="shown">The name for messages.</param>
    public static Checked<DataNode> ReadFile(string path, string shown)
    {
        return SourceFile.Read(path, LongestText, out string problem) is { } text
            ? Read(text, shown)
            : new(null, [Missing(shown, new(shown, 1, 1, 0), problem)]);
    }

    /// <summary>The finding for a file that cannot be opened.</summary>
    internal static Diagnostic Missing(string shown, SourceSpan span, string problem) => new(TherapyRules.MissingFile, span, null, shown, problem);

    private static int Directive(string text)
    {
        int at = text.IndexOf('%', StringComparison.Ordinal);
        while (at > 0 && !IsBreak(text[at - 1]))
        {
            at = text.IndexOf('%', at + 1);
        }

        return at;

        static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029' or '\ufeff';
    }

    private static SourceSpan PlaceOf(int index, string text, string file)
    {
        var before = text.AsSpan(0, index);
        return new(file, 1 + before.Count('\n'), index - before.LastIndexOf('\n'), 1);
    }

    /// <summary>The parser's message without its own "(Line: …)" prefix, starting in lower case.</summary>
    private static string Words(YamlException e)
    {
        string text = (e.InnerException ?? e).Message;
        int end = text.LastIndexOf("): ", StringComparison.Ordinal);
        text = (end < 0 ? text : text[(end + 3)..]).TrimEnd('.').ReplaceLineEndings(" ");
        return text.Length == 0 ? "it is not well formed" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    /// <summary>Builds the tree from events, with a stack of its own: no recursion on untrusted text.</summary>
    private sealed class Builder(string file)
    {
        private readonly Stack<Open> _open = new();
        private int _nodes;

        public DiagnosticList Findings { get; } = [];

        public DataNode? Root { get; private set; }

        public SourceSpan Place(Mark start, Mark? end = null) => new(
            file, Math.Max(1, (int)start.Line), Math.Max(1, (int)start.Column),
            end is { } e && e.Line == start.Line ? (int)Math.Max(0, e.Column - start.Column) : 0);

        /// <summary>Takes one event; false at the end, or when going on makes no sense.</summary>
        public bool Add(Parser parser)
        {
            if (!parser.MoveNext())
            {
                Root ??= new DataScalar("", IsQuoted: false, new(file, 1, 1, 0));
                return false;
            }

            var at = parser.Current!;
            switch (at)
            {
                case AnchorAlias:
                    return Refuse(at, "an alias (*name)");
                case NodeEvent { Anchor.IsEmpty: false }:
                    return Refuse(at, "an anchor (&name)");
                case NodeEvent { Tag.IsEmpty: false }:
                    return Refuse(at, "a tag (!name)");
                case DocumentStart when Root is not null:
                    return Refuse(at, "a second document (---)");
                case MappingStart or SequenceStart when _open.Count == DeepestLevel:
                    return Refuse(at, string.Create(CultureInfo.InvariantCulture, $"nesting of more than {DeepestLevel} levels"));
                case NodeEvent when ++_nodes > MostNodes:
                    return Refuse(at, string.Create(CultureInfo.InvariantCulture, $"a file of more than {MostNodes} values"));
                case MappingStart:
                    _open.Push(new(Place(at.Start), IsMapping: true));
                    return true;
                case SequenceStart:
                    _open.Push(new(Place(at.Start), IsMapping: false));
                    return true;
                case MappingEnd or SequenceEnd:
                    return Close();
                case Scalar scalar:
                    return Put(new DataScalar(scalar.Value, scalar.Style is not ScalarStyle.Plain, Place(at.Start, at.End)));
                default:
                    return true;
            }
        }

        private bool Refuse(ParsingEvent at, string what)
        {
            Findings.Add(new(TherapyRules.NotAllowed, Place(at.Start), null, what));
            return false;
        }

        private bool Close()
        {
            var open = _open.Pop();
            return Put(open.IsMapping
                ? new DataMapping([.. open.Entries], open.Span)
                : new DataSequence([.. open.Items], open.Span));
        }

        private bool Put(DataNode node)
        {
            if (!_open.TryPeek(out var open))
            {
                Root = node;
            }
            else if (!open.IsMapping)
            {
                open.Items.Add(node);
            }
            else if (open.Key is null)
            {
                if (node is not DataScalar key)
                {
                    Findings.Add(new(TherapyRules.NotAllowed, node.Span, null, $"{node.Kind} as a key"));
                    return false;
                }

                open.Key = key;
                if (!open.Keys.TryAdd(key.Value, key.Span))
                {
                    Findings.Add(new(
                        TherapyRules.DuplicateKey, key.Span, null, key.Value, open.Keys[key.Value].Line.ToString(CultureInfo.InvariantCulture)));
                }
                else if (key.Value == "<<" && !key.IsQuoted)
                {
                    Findings.Add(new(TherapyRules.NotAllowed, key.Span, null, "a merge (<<)"));
                }
            }
            else
            {
                open.Entries.Add(new(open.Key.Value, open.Key.Span, node));
                open.Key = null;
            }

            return true;
        }

        private sealed record Open(SourceSpan Span, bool IsMapping)
        {
            public List<DataNode> Items { get; } = [];

            public List<DataEntry> Entries { get; } = [];

            public Dictionary<string, SourceSpan> Keys { get; } = new(StringComparer.Ordinal);

            public DataScalar? Key { get; set; }
        }
    }
}
