using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Units;

namespace Thymus.Language.Sbml;

/// <summary>The elements of a model -> a bound model. The document is of Level 3, or was made so (<see cref="SbmlUpgrade"/>).</summary>
internal sealed partial class SbmlModelReader : IMathNames
{
    private readonly SbmlElement _model;
    private readonly DiagnosticBag _findings;
    private readonly SbmlUnits _units;
    private readonly MathReader _math;
    private readonly List<Symbol> _symbols = [];
    private readonly Dictionary<string, Symbol> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SbmlElement> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceSpan> _ids = new(StringComparer.Ordinal);
    private readonly List<InitialAssignment> _initial = [];
    private readonly List<InitialAssignment> _notNumbers = [];   // start values that are written as NaN
    private readonly List<Rule> _rules = [];

    public SbmlModelReader(SbmlElement model, DiagnosticBag findings)
    {
        _model = model;
        _findings = findings;
        _units = new SbmlUnits(model, findings);
        _math = new MathReader(this, findings);
    }

    public BoundModel Read()
    {
        foreach (var function in _model.List("listOfFunctionDefinitions"))
        {
            if (Id(function, "a function definition") is { } id)
            {
                _functions.TryAdd(id, function);
            }
        }

        ReadCompartments();
        ReadParameters();
        ReadSpecies();
        CreateReactions();
        ReadInitialAssignments();
        ReadRules();
        var reactions = ReadReactions();
        return new BoundModel
        {
            Id = _model["id"] ?? _model["name"] ?? "model",
            Name = _model["name"],
            TimeUnit = ModelWide("timeUnits"),
            SubstanceUnit = ModelWide("substanceUnits"),
            Symbols = [.. _symbols],
            Reactions = reactions,
            Rules = [.. _rules],
            InitialAssignments = [.. _initial],
            Events = [.. ReadEvents()],
            Constraints = [.. ReadConstraints()],
            Annotations = [.. Annotations(_model)],
        };
    }

    public Symbol? Find(string name) => _names.GetValueOrDefault(name);

    public SbmlElement? FindFunction(string name) => _functions.GetValueOrDefault(name);

    public Unit? FindUnit(string name, SourceSpan span) => _units.Find(name, span);

    private Unit? ModelWide(string attribute) => _units.Find(_model[attribute], _model.Span);

    /// <summary>The id, which has to be there and new.</summary>
    private string? Id(SbmlElement element, string what)
    {
        if (element["id"]?.Trim() is not { Length: > 0 } id)
        {
            _findings.Report(SbmlRules.MissingAttribute, element.Span, "give it an id", what, "id");
            return null;
        }

        if (!_ids.TryAdd(id, element.Span))
        {
            _findings.Report(SbmlRules.DuplicateId, element.Span, "rename one of them", id, _ids[id].Line.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        return id;
    }

    private Symbol? Create(SbmlElement element, SymbolKind kind, string what)
    {
        if (Id(element, what) is not { } id)
        {
            return null;
        }

        var symbol = new Symbol(id, kind, element.Span) { DisplayName = element["name"] };
        symbol.Annotations.AddRange(Annotations(element));
        _symbols.Add(symbol);
        _names.Add(id, symbol);
        return symbol;
    }

    private double Number(SbmlElement element, string attribute, double byDefault = double.NaN)
    {
        if (element[attribute] is not { } text)
        {
            return byDefault;
        }

        if (MathReader.TryNumber(text, out double value))
        {
            if (double.IsNaN(value) && Find(element["id"] ?? "") is { } symbol)
            {
                // In a bound model NaN is a value that is not set; this one is.
                _notNumbers.Add(new InitialAssignment(symbol, new BoundNumber(value, null, element.Span), element.Span));
            }

            return value;
        }

        _findings.Report(SbmlRules.BadValue, element.Span, null, text, $"a number ({attribute})");
        return double.NaN;
    }

    private bool Flag(SbmlElement element, string attribute, bool byDefault)
    {
        if (element[attribute] is { } text && element.Flag(attribute) is null)
        {
            _findings.Report(SbmlRules.BadValue, element.Span, "write true or false", text, $"true or false ({attribute})");
        }

        return element.Flag(attribute) ?? byDefault;
    }

    /// <summary>The symbol that an attribute names; <see langword="null"/> after a finding.</summary>
    private Symbol? Reference(SbmlElement element, string attribute, string what, SymbolKind? kind = null)
    {
        if (element[attribute]?.Trim() is not { } name)
        {
            _findings.Report(SbmlRules.MissingAttribute, element.Span, null, $"<{element.Name}>", attribute);
            return null;
        }

        if (Find(name) is { } symbol && (kind is null || symbol.Kind == kind))
        {
            return symbol;
        }

        var near = _findings.Nearest(name, _symbols.Where(s => kind is null || s.Kind == kind).Select(s => s.Name));
        _findings.Report(SbmlRules.UnknownReference, element.Span, near, what, name);
        return null;
    }

    /// <summary>What a rule or an event changes, which may not be constant.</summary>
    private Symbol? Variable(SbmlElement element, string change)
    {
        var symbol = Reference(element, "variable", "variable");
        if (symbol is { IsConstant: true })
        {
            _findings.Report(BindingRules.ConstantChanged, element.Span, "write constant=\"false\"", symbol.Name, change);
        }

        return symbol;
    }

    private void ReadCompartments()
    {
        foreach (var element in _model.List("listOfCompartments"))
        {
            if (Create(element, SymbolKind.Compartment, "a compartment") is not { } symbol)
            {
                continue;
            }

            double dimensions = Number(element, "spatialDimensions", 3);
            symbol.InitialValue = Number(element, "size");
            symbol.IsConstant = Flag(element, "constant", true);
            string? measure = dimensions switch { 3 => "volume", 2 => "area", 1 => "length", _ => null };
            string? byDefault = measure is null ? null : _model[measure + "Units"];
            symbol.Unit = _units.Find(element["units"] ?? byDefault, element.Span);
        }
    }

    private void ReadParameters()
    {
        foreach (var element in _model.List("listOfParameters"))
        {
            if (Create(element, SymbolKind.Parameter, "a parameter") is { } symbol)
            {
                SetParameter(symbol, element);
            }
        }
    }

    private void SetParameter(Symbol symbol, SbmlElement element)
    {
        symbol.InitialValue = Number(element, "value");
        symbol.IsConstant = Flag(element, "constant", true);
        symbol.Unit = _units.Find(element["units"], element.Span);
    }

    private void ReadSpecies()
    {
        foreach (var element in _model.List("listOfSpecies"))
        {
            if (Create(element, SymbolKind.Species, "a species") is not { } symbol)
            {
                continue;
            }

            symbol.Compartment = Reference(element, "compartment", "compartment", SymbolKind.Compartment);
            symbol.IsAmount = Flag(element, "hasOnlySubstanceUnits", false);
            symbol.IsBoundary = Flag(element, "boundaryCondition", false);
            symbol.IsConstant = Flag(element, "constant", false);
            symbol.InitialValueIsAmount = element["initialAmount"] is not null;
            symbol.InitialValue = Number(element, symbol.InitialValueIsAmount ? "initialAmount" : "initialConcentration");
            if (double.IsNaN(symbol.InitialValue))
            {
                symbol.InitialValueIsAmount = symbol.IsAmount;
            }

            if (element["conversionFactor"] is not null || _model["conversionFactor"] is not null)
            {
                symbol.ConversionFactor = Reference(
                    element["conversionFactor"] is null ? _model : element, "conversionFactor", "parameter", SymbolKind.Parameter);
            }

            var substance = _units.Find(element["substanceUnits"] ?? _model["substanceUnits"], element.Span);
            symbol.Unit = symbol.IsAmount || substance is null ? substance
                : symbol.Compartment?.Unit is { } size ? substance / size : null;
        }
    }

    private void ReadInitialAssignments()
    {
        foreach (var element in _model.List("listOfInitialAssignments"))
        {
            if (Reference(element, "symbol", "symbol") is { } target && _math.Read(element) is { } expression)
            {
                _initial.Add(new InitialAssignment(target, expression, element.Span));
                target.InitialValue = double.NaN;
            }
        }

        var assigned = _initial.Select(i => i.Target).ToHashSet();
        _initial.AddRange(_notNumbers.Where(n => assigned.Add(n.Target)));
    }

    private void ReadRules()
    {
        foreach (var element in _model.List("listOfRules"))
        {
            RuleKind? kind = element.Name switch
            {
                "assignmentRule" => RuleKind.Assignment,
                "rateRule" => RuleKind.Rate,
                "algebraicRule" => RuleKind.Algebraic,
                _ => null,
            };
            if (kind is null)
            {
                _findings.Report(SbmlRules.NotSbml, element.Span, null, $"<{element.Name}> is not a rule");
                continue;
            }

            var target = kind is RuleKind.Algebraic ? null : Variable(element, "a rule");
            if (_math.Read(element) is { } expression && (target is not null || kind is RuleKind.Algebraic))
            {
                _rules.Add(new Rule(kind.Value, target, expression, element.Span));
            }
        }
    }

    private IEnumerable<ModelEvent> ReadEvents()
    {
        int unnamed = 0;
        foreach (var element in _model.List("listOfEvents"))
        {
            var trigger = element.Child("trigger");
            string name = element["id"] is null ? $"_E{unnamed++}" : Id(element, "an event") ?? "";
            if (_math.Read(trigger) is not { } condition)
            {
                continue;   // what is never triggered does nothing
            }

            List<EventAssignment> assignments = [];
            foreach (var assignment in element.List("listOfEventAssignments"))
            {
                if (Variable(assignment, "a value from an event") is { } target && _math.Read(assignment) is { } value)
                {
                    assignments.Add(new EventAssignment(target, value));
                }
            }

            yield return new ModelEvent(
                name, condition, _math.Read(element.Child("delay")), _math.Read(element.Child("priority")),
                Flag(trigger!, "initialValue", true), Flag(trigger!, "persistent", true), Flag(element, "useValuesFromTriggerTime", true),
                [.. assignments], element.Span)
            {
                DisplayName = element["name"],
            };
        }
    }

    private IEnumerable<Constraint> ReadConstraints()
    {
        int unnamed = 0;
        foreach (var element in _model.List("listOfConstraints"))
        {
            if (_math.Read(element) is { } condition)
            {
                yield return new Constraint(element["id"] ?? $"_C{unnamed++}", condition, SbmlNotes.WordsOf(element.Child("message")), element.Span);
            }
        }
    }

    /// <summary>Qualifiers with their resources, and the notes.</summary>
    private static IEnumerable<Annotation> Annotations(SbmlElement element)
    {
        var described = element.Child("annotation")?.Child("RDF")?.Children ?? default;
        foreach (var qualifier in described.SelectMany(d => d.Children).Where(c => c.Kind is SbmlNamespace.Annotation))
        {
            ImmutableArray<string> resources =
                [.. qualifier.Children.Where(c => c.Name is "Bag" or "Alt" or "Seq").SelectMany(b => b.Children).Select(l => l["resource"]).OfType<string>()];
            if (!resources.IsEmpty)
            {
                yield return new Annotation(qualifier.Name, resources);
            }
        }

        if (SbmlNotes.WordsOf(element.Child("notes")) is { } notes)
        {
            yield return new Annotation("notes", [notes]);
        }
    }
}
