using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;

namespace Thymus.Language.Writing;

/// <summary>Names of one model in Antimony: SBML's ids, changed where the language has another use for the word.</summary>
internal sealed class AntimonyNames(IReadOnlySet<string> globals, DiagnosticBag findings)
{
    /// <summary>Names of units of the whole model; no symbol may have them (Antimony reference, section 2).</summary>
    private static readonly HashSet<string> ModelUnits = ["length", "area", "volume", "substance", "extent", "time_unit"];

    /// <summary>What an id is that has other characters than letters of ASCII, digits and the underscore, which SBML does not allow either.</summary>
    public const string NotAName = "no name";

    private readonly Dictionary<string, string> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _units = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>What a word is in the language, when it cannot name a symbol.</summary>
    public static string? RoleOf(string name) =>
        ReservedWords.Keywords.Contains(name) ? "a word"
        : ReservedWords.Constants.Contains(name) ? "a constant"
        : Builtins.IsFunction(name) || ReservedWords.Draws.Contains(name) ? "a function"
        : null;

    /// <summary>Keeps a name from being given to a symbol.</summary>
    public void Reserve(string name) => _taken.Add(name);

    /// <summary>Gives a symbol its name; SBML's ids are unique, so that all are added before any is invented.</summary>
    public void Add(string id, SourceSpan span)
    {
        if (_symbols.ContainsKey(id))
        {
            return;
        }

        string name = Legal(id);
        string? role = (name == id ? RoleOf(id) : NotAName) ?? (ModelUnits.Contains(id) ? "a unit of the whole model" : globals.Contains(id) ? "a function or model" : null)
            ?? (_taken.Contains(id) ? "a unit" : null);
        while (RoleOf(name) is not null || ModelUnits.Contains(name) || globals.Contains(name) || _taken.Contains(name))
        {
            name += "_";
        }

        _taken.Add(name);
        _symbols[id] = name;
        if (role is not null)
        {
            findings.Report(WritingRules.Renamed, span, null, id, role, name);
        }
    }

    /// <summary>Gives a unit its name; symbols keep theirs.</summary>
    public void AddUnit(string id, string? forced, SourceSpan span)
    {
        string name = forced ?? UnitTable.Canonical(Legal(id));
        name = forced is null && (_taken.Contains(name) || RoleOf(name) is not null) ? name + "_unit" : name;
        while (forced is null && (RoleOf(name) is not null || ModelUnits.Contains(name) || globals.Contains(name) || !_taken.Add(name)))
        {
            name += "_";
        }

        _taken.Add(name);
        _units[id] = name;
        if (name != id)
        {
            findings.Report(WritingRules.Renamed, span, null, id, RoleOf(id) ?? (Legal(id) != id ? NotAName : ModelUnits.Contains(id) ? "a unit of the whole model" : UnitTable.Canonical(id) == id ? "the name of something else" : "read as a plural"), name);
        }
    }

    /// <summary>A new name.</summary>
    public string Invent(string name)
    {
        string free = Legal(name);
        while (RoleOf(free) is not null || ModelUnits.Contains(free) || globals.Contains(free) || !_taken.Add(free))
        {
            free += "_";
        }

        return free;
    }

    /// <summary>Puts other words, such as a dotted name, in the place of an id.</summary>
    public void Set(string id, string words) => _symbols[id] = words;

    public string this[string id] => _symbols.GetValueOrDefault(id) ?? Legal(id);

    public bool Knows(string id) => _symbols.ContainsKey(id);

    public string Unit(string id) => _units.GetValueOrDefault(id) ?? Legal(id);

    /// <summary>A text with everything that no name may have made <c>_</c>.</summary>
    public static string Legal(string name)
    {
        string legal = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return legal.Length == 0 || char.IsAsciiDigit(legal[0]) ? "_" + legal : legal;
    }
}
