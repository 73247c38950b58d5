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
    private readonly Dictionary<string, string> _reserved = new(StringComparer.Ordinal);   // names that mean something in this model, and what

    /// <summary>What a word is in the language, when it cannot name a symbol.</summary>
    public static string? RoleOf(string name) =>
        ReservedWords.Keywords.Contains(name) ? "a word"
        : ReservedWords.IsWordOperator(name) ? "an operator"
        : ReservedWords.Constants.Contains(name) ? "a constant"
        : Builtins.IsFunction(name) || ReservedWords.Draws.Contains(name) ? "a function"
        : null;

    /// <summary>What a word is in the language, when it cannot name a function or model.</summary>
    public static string? GlobalRoleOf(string name) => RoleOf(name) ?? (ModelUnits.Contains(name) ? "a unit of the whole model" : null);

    /// <summary>Keeps a name from being given to a symbol or a unit.</summary>
    /// <param name="name">The name.</param>
    /// <param name="role">What it is without being defined.</param>
    public void Reserve(string name, string role) => _reserved.TryAdd(name, role);

    /// <summary>Gives a symbol its name; SBML's ids are unique, so that all are added before any is invented.</summary>
    public void Add(string id, SourceSpan span)
    {
        if (_symbols.ContainsKey(id))
        {
            return;
        }

        string name = Legal(id);
        string? role = name == id ? UseOf(id) ?? (_taken.Contains(id) ? "another name" : null) : NotAName;
        while (UseOf(name) is not null || !_taken.Add(name))
        {
            name += "_";
        }

        _symbols[id] = name;
        if (role is not null)
        {
            findings.Report(WritingRules.Renamed, span, null, id, role, name);
        }
    }

    /// <summary>Gives a unit its name; symbols keep theirs.</summary>
    public void AddUnit(string id, string? forced, SourceSpan span)
    {
        string name = forced ?? Singular(Legal(id));
        name = forced is null && (_taken.Contains(name) || RoleOf(name) is not null || _reserved.ContainsKey(name)) ? name + "_unit" : name;
        while (forced is null && (UseOf(name) is not null || !_taken.Add(name)))
        {
            name += "_";
        }

        _taken.Add(name);
        _units[id] = name;
        if (name != id)
        {
            findings.Report(WritingRules.Renamed, span, null, id, GlobalRoleOf(id) ?? (Legal(id) != id ? NotAName : UnitTable.Canonical(id) == id ? "the name of something else" : "read as a plural"), name);
        }
    }

    /// <summary>A new name.</summary>
    public string Invent(string name)
    {
        string free = Legal(name);
        while (UseOf(free) is not null || !_taken.Add(free))
        {
            free += "_";
        }

        return free;
    }

    /// <summary>Puts other words, such as a dotted name, in the place of an id.</summary>
    public void Set(string id, string words) => _symbols[id] = words;

    public string this[string id] => _symbols.GetValueOrDefault(id) ?? Legal(id);

    public bool Knows(string id) => _symbols.ContainsKey(id);

    /// <summary>Gives one of SBML's own units its name.</summary>
    public void SetUnit(string spelling, string name) => _units[spelling] = name;

    /// <summary>The name of a unit, of the model or of SBML; <see langword="null"/> where there is none of that id.</summary>
    public string? Unit(string? id) => id is null ? null : _units.GetValueOrDefault(id.Trim());

    /// <summary>A unit as it follows a number: a space and its name, or nothing.</summary>
    public string UnitAfter(string? id) => Unit(id) is { } name ? " " + name : "";

    /// <summary>Whether a name would be read as one of SBML's units here.</summary>
    public bool CanMeanUnit(string name) => !_taken.Contains(name);

    private string? UseOf(string name) =>
        GlobalRoleOf(name) ?? (globals.Contains(name) ? "a function or model" : _reserved.GetValueOrDefault(name));

    /// <summary>The name of a unit without any s that would be read as that of a plural.</summary>
    private static string Singular(string name)
    {
        for (string singular = UnitTable.Canonical(name); singular != name; singular = UnitTable.Canonical(name))
        {
            name = singular;
        }

        return name;
    }

    /// <summary>A text with everything that no name may have made <c>_</c>.</summary>
    public static string Legal(string name)
    {
        string legal = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return legal.Length == 0 || char.IsAsciiDigit(legal[0]) ? "_" + legal : legal;
    }
}
