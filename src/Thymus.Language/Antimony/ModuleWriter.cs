using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>
/// A settled model -> an element of SBML. What belongs to the model becomes an element; what belongs to a submodel becomes one when this model
/// changes it (and then replaces the submodel's) or uses it (and then the submodel's stands for it).
/// </summary>
internal sealed partial class ModuleWriter : IMathScope
{
    private static readonly string[] Lists =
    [
        "listOfFunctionDefinitions", "listOfUnitDefinitions", "listOfCompartments", "listOfSpecies", "listOfParameters",
        "listOfInitialAssignments", "listOfRules", "listOfConstraints", "listOfReactions", "listOfEvents",
    ];

    private readonly AntimonyDocument _document;
    private readonly AntimonyModule _module;
    private readonly IReadOnlyDictionary<AntimonyModule, ModuleOutput> _outputs;
    private readonly DiagnosticBag _findings;
    private readonly MathMaker _math;
    private readonly ModuleUnits _units;
    private readonly StrandFormulas _strands;
    private readonly bool _isFlat;   // submodels are written out
    private readonly Dictionary<string, SbmlElement> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<AntimonySymbol, string> _ids = [];
    private readonly Dictionary<AntimonySymbol, SbmlElement> _elements = [];
    private readonly HashSet<string> _speciesIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Queue<AntimonySymbol> _referenced = new();
    private ModuleOutput _output = null!;
    private bool _needsDefault;

    public ModuleWriter(
        AntimonyDocument document, AntimonyModule module, IReadOnlyDictionary<AntimonyModule, ModuleOutput>? outputs, DiagnosticBag findings)
    {
        (_document, _module, _findings, _isFlat) = (document, module, findings, outputs is null);
        _outputs = outputs ?? new Dictionary<AntimonyModule, ModuleOutput>();
        Conversions = _isFlat ? new Conversions(module, IdAt) : Conversions.None;
        _math = new MathMaker(this, findings);
        _units = new ModuleUnits(module, findings);
        _strands = new StrandFormulas(module, _isFlat, findings);
    }

    public Conversions Conversions { get; }

    public ModuleOutput Write(bool isMain)
    {
        var element = isMain ? SbmlElement.Core("model", _module.Span) : SbmlElement.Comp("modelDefinition", _module.Span);
        element.Set("id", _module.Id);
        element.Set("name", NullIfEmpty(_module.DisplayName));
        _output = new ModuleOutput(element);
        foreach (string list in Lists)
        {
            _lists[list] = SbmlElement.Core(list, _module.Span);
        }

        AssignIds();
        WriteFunctions();
        WriteUnits();
        foreach (var symbol in Written())
        {
            Write(symbol);
        }

        WriteInteractions();
        WriteDefaultCompartment();
        SbmlElement? submodels = null;
        if (!_isFlat)
        {
            submodels = WriteSubmodels();
            WriteReplacements();
            WriteReferenced();
        }

        Annotate(element, null, new(_module.Annotations));
        element.Set(SbmlNamespace.Core, "sboTerm", SboText(_module.SboTerm));
        foreach (string list in Lists)
        {
            if (_lists[list].Children.Count > 0)
            {
                element.Add(_lists[list]);
            }
        }

        if (submodels is { Children.Count: > 0 })
        {
            element.Add(submodels);
        }

        if (!_isFlat)
        {
            WritePorts(element);
        }

        return _output;
    }

    /// <summary>The symbols that have an element with a definition of its own here.</summary>
    private IEnumerable<AntimonySymbol> Written() => _module.Symbols.Where(s => AntimonyModule.IsAlive(s) && (s.IsLocal || IsCopied(s)));

    private bool IsCopied(AntimonySymbol symbol) =>
        !symbol.IsLocal && (symbol.IsTouched || _isFlat) && symbol.Role is not (Role.Submodel or Role.Interaction or Role.Strand);

    private void AssignIds()
    {
        foreach (var symbol in _module.Symbols.Where(s => s.IsLocal && AntimonyModule.IsAlive(s) && s.Role is not Role.Unit))
        {
            _taken.Add(symbol.Path);   // ids of units are apart in SBML
        }

        foreach (var function in _document.Functions)
        {
            _taken.Add(function.Id);
        }

        _taken.Add(ModuleCollector.DefaultCompartment);
        foreach (var symbol in _module.Symbols.Where(s => s.IsLocal && AntimonyModule.IsAlive(s)))
        {
            string id = IdInSbml(symbol) is { } own && _taken.Add(own) ? own : symbol.Path;
            SetId(symbol, id);
            _output.Ids[symbol.Path] = id;
        }

        foreach (var symbol in _module.Symbols.Where(s => AntimonyModule.IsAlive(s) && IsCopied(s) && s.Role is not Role.Unit))
        {
            SetId(symbol, Free(JoinedId(symbol)));
            _output.Ids[symbol.Path] = _ids[symbol];
        }
    }

    /// <summary>The id that a symbol has in SBML where that cannot be its name here. What is simulated keeps the names of the text.</summary>
    private string? IdInSbml(AntimonySymbol symbol) => _isFlat || symbol.Annotations.Count == 0 || symbol.Role is Role.Unit or Role.Submodel or Role.Strand or Role.Interaction
        ? null : OwnProperties.IdIn(symbol.Annotations.Where(a => a.IsOwn).SelectMany(a => a.Values));

    private string JoinedId(AntimonySymbol symbol)
    {
        string path = IdInSbml(symbol) is { } own ? symbol.Path[..(symbol.Path.LastIndexOf('.') + 1)] + own : symbol.Path;
        return path.Replace(".", "__", StringComparison.Ordinal);
    }

    private void SetId(AntimonySymbol symbol, string id)
    {
        _ids.Add(symbol, id);
        if (symbol.Role is Role.Species)
        {
            _speciesIds.Add(id);
        }
    }

    private string Free(string id)
    {
        while (!_taken.Add(id))
        {
            id += "_";
        }

        return id;
    }

    public bool IsFunction(string name) => _document.FindFunction(name) is not null;

    public string? IdOf(string path, SourceSpan span)
    {
        if (_module.Resolve(path) is { } symbol)
        {
            return IdOf(symbol);
        }

        if (!_findings.HasErrors)
        {
            _findings.Report(BindingRules.UnknownName, span, null, path);
        }

        return null;
    }

    /// <summary>The id of a symbol; one of a submodel gets an element that the submodel's stands for.</summary>
    private string IdOf(AntimonySymbol symbol)
    {
        if (!_ids.TryGetValue(symbol, out string? id))
        {
            id = Free(JoinedId(symbol));
            SetId(symbol, id);
            _referenced.Enqueue(symbol);
        }

        return id;
    }

    private string IdAt(string path) => IdOf(_module.Resolve(path)!);

    /// <summary>The mathematics of a formula.</summary>
    private SbmlElement Math(ScopedFormula formula, SbmlElement? upstream = null)
    {
        if (!_isFlat && formula.IsInherited && MathMaker.NumberOf(formula.Tree, formula.Syntax) is null && HasFactors(formula.Scope))
        {
            _findings.Refuse(
                "changing reactions and events of a submodel with conversion factors is", formula.Span, "write the whole definition in the outer model");
        }

        return SbmlMath.Math(_math.Make(formula.Tree, formula.Syntax, formula.Scope, upstream));
    }

    private bool HasFactors(string scope)
    {
        for (int dot = scope.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = scope.IndexOf('.', dot + 1))
        {
            if (_module.Find(scope[..dot])?.Submodel is { TimeFactor: not null } or { ExtentFactor: not null })
            {
                return true;
            }
        }

        return false;
    }

    private static string? SboText(int? term) => term is { } number ? string.Create(CultureInfo.InvariantCulture, $"SBO:{number:0000000}") : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Flag(bool value) => value ? "true" : "false";

    /// <summary>Adds an element for a symbol to a list, with its name, terms, notes, annotation and uncertainty.</summary>
    private SbmlElement Add(string list, SbmlElement element, AntimonySymbol symbol)
    {
        element.Set("name", symbol.DisplayName == element["id"] ? null : NullIfEmpty(symbol.DisplayName));
        element.Set(SbmlNamespace.Core, "sboTerm", SboText(symbol.SboTerm));
        Annotate(element, _ids.GetValueOrDefault(symbol, symbol.Path), About(symbol));
        if (symbol.Uncertainty.Count > 0)
        {
            element.Add(UncertaintyElements.Make(symbol.Uncertainty, _math, path => IdAt(path), symbol.Span));
        }

        _lists[list].Add(element);
        _elements[symbol] = element;
        return element;
    }

    /// <summary>Statements about a symbol; what one of a submodel is called in its own model is none about the element that takes its place.</summary>
    private static ListView<AnnotationPart> About(AntimonySymbol symbol) => symbol.IsLocal || symbol.Annotations.Count == 0 ? symbol.Annotations
        : new([.. symbol.Annotations.Select(a => a with { Values = a.Values.RemoveAll(v => OwnProperties.IdIn([v]) is not null) })]);

    private void WriteFunctions()
    {
        foreach (var function in _document.Functions)
        {
            new FormulaChecker(_document, _module, _findings).Check(function);
            var lambda = SbmlMath.Element("lambda", function.Span);
            var parameters = function.Declaration.Parameters.Select(function.Tree.TextOf).ToList();
            foreach (string parameter in parameters)
            {
                lambda.Add(SbmlMath.Element("bvar", function.Span).With(SbmlMath.Name(parameter, function.Span)));
            }

            var scope = new FunctionScope(function, parameters, _document, _findings);
            lambda.Add(new MathMaker(scope, _findings).Make(function.Tree, function.Declaration.Body, ""));
            var element = SbmlElement.Core("functionDefinition", function.Span, ("id", function.Id), ("name", NullIfEmpty(function.DisplayName)));
            element.Set("sboTerm", SboText(function.SboTerm));
            Annotate(element, function.Id, new(function.Annotations));
            _lists["listOfFunctionDefinitions"].Add(element.With(SbmlMath.Math(lambda)));
        }
    }

    /// <summary>The names in a function: its arguments.</summary>
    private sealed class FunctionScope(
        AntimonyFunction function, List<string> parameters, AntimonyDocument document, DiagnosticBag findings) : IMathScope
    {
        public string? IdOf(string path, SourceSpan span)
        {
            if (parameters.Contains(path))
            {
                return path;
            }

            findings.Report(
                BindingRules.NameNotInFunction, span, findings.Nearest(path, parameters) ?? $"add {path} to the arguments", path, function.Id);
            return null;
        }

        public string? UnitOf(Token unit, SyntaxTree tree, string scope) => ModuleUnits.IsKind(tree.TextOf(unit)) ? tree.TextOf(unit) : null;

        public Conversions Conversions => Conversions.None;

        public bool IsFunction(string name)
        {
            if (document.FindFunction(name) is not { } called)
            {
                return false;
            }

            if (document.Functions.IndexOf(called) >= document.Functions.IndexOf(function))
            {
                findings.Report(BindingRules.RecursiveFunction, function.Span, "write the formula without the call, or move the function up", name);
            }

            return true;
        }
    }
}
