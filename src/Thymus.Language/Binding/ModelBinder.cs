using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Units;

namespace Thymus.Language.Binding;

/// <summary>
/// Turns the statements of one model into a <see cref="BoundModel"/>: gathers what is said of each name, settles what each name is, then
/// binds the formulas and checks the whole.
/// </summary>
internal sealed partial class ModelBinder : IExpressionScope
{
    private readonly SyntaxTree _tree;
    private readonly FileScope _file;
    private readonly DiagnosticBag _findings;
    private readonly ExpressionBinder _expressions;
    private readonly UnitTable _units;

    private readonly Dictionary<string, Draft> _drafts = new(StringComparer.Ordinal);
    private readonly List<Draft> _order = [];
    private readonly List<(Draft Draft, ReactionStatement Syntax)> _reactions = [];
    private readonly List<(Draft Draft, EventStatement Syntax)> _events = [];
    private readonly List<(Draft Draft, AlgebraicStatement Syntax)> _algebraic = [];
    private readonly List<(Draft Draft, ConstraintStatement Syntax)> _constraints = [];
    private readonly List<Annotation> _annotations = [];
    private string? _displayName;

    private ModelBinder(SyntaxTree tree, FileScope file, DiagnosticBag findings)
    {
        (_tree, _file, _findings) = (tree, file, findings);
        _expressions = new ExpressionBinder(tree, this, findings);
        _units = new UnitTable(tree, findings);
    }

    public IEnumerable<string> FunctionNames => _file.Functions.Keys;

    public bool HasTime => true;

    /// <summary>The model that the file is about; see <see cref="FileScope.Main"/>.</summary>
    public static BoundModel? Bind(SyntaxTree tree, DiagnosticBag findings)
    {
        var file = FileScope.Gather(tree, findings);
        var binder = new ModelBinder(tree, file, findings);
        var main = file.Main;
        binder.Collect(main);
        binder.CollectFileAnnotations(main);
        return binder.Build(main);
    }

    public FunctionDeclaration? FindFunction(string name) => _file.Functions.GetValueOrDefault(name);

    public Unit? ResolveUnit(string name, SourceSpan span)
    {
        if (_drafts.TryGetValue(name, out var draft) && draft.Kind is not (DraftKind.Unit or DraftKind.Undefined))
        {
            return null;   // reported where its kind was settled
        }

        return _units.Resolve(name, span);
    }

    public Symbol? Resolve(string name, SourceSpan span)
    {
        var draft = _drafts.GetValueOrDefault(name);
        if (draft?.Symbol is { } symbol)
        {
            draft.Use ??= span;
            return symbol;
        }

        if (draft is not null)
        {
            _findings.Report(BindingRules.NotAValue, span, null, name, Describe(draft.Kind));
        }

        return null;
    }

    private BoundModel Build(MainModel main)
    {
        SettleUnits();
        CreateSymbols();
        var values = BindValues();
        var rules = BindRules();
        var reactions = BindReactions();
        var events = BindEvents();
        var constraints = BindConstraints();
        SettleConstness(values, rules);

        var model = new BoundModel
        {
            Id = main.Id,
            Name = _displayName,
            TimeUnit = _units.ModelWide("time_unit"),
            SubstanceUnit = _units.ModelWide("substance"),
            Symbols = [.. _order.Where(d => d.Symbol is not null).Select(d => d.Symbol!)],
            Reactions = reactions,
            Rules = rules,
            InitialAssignments = values,
            Events = events,
            Constraints = constraints,
            Annotations = [.. _annotations],
        };
        CheckDefinitions(model);
        if (!_findings.HasRefusedFeature)
        {
            ReportUnset();
        }

        if (!_findings.HasErrors)
        {
            new UnitChecker(model, _units.ModelWide("extent"), _findings).Check();
        }

        return model;
    }

    /// <summary>The draft of a name, made at its first mention.</summary>
    private Draft? Mention(string name, SourceSpan span)
    {
        if (_file.NameOwner(name) is var (owner, line))
        {
            _findings.Report(
                BindingRules.NameTaken, span, $"{name}_", name, owner, line.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        if (!_drafts.TryGetValue(name, out var draft))
        {
            draft = new Draft(name, span);
            _drafts.Add(name, draft);
            _order.Add(draft);
        }

        return draft;
    }

    private Draft? Mention(ReferenceSyntax reference)
    {
        var span = _tree.SpanOf(reference);
        if (reference.Parts.Length > 1)
        {
            RefuseDotted(reference);
            return null;
        }

        var draft = Mention(_tree.TextOf(reference.Parts[0]), span);
        if (draft is not null && reference.IsBoundary)
        {
            draft.IsBoundary = true;
            draft.IsConstant = true;
        }

        return draft;
    }

    private void RefuseDotted(ReferenceSyntax reference)
    {
        string last = _tree.TextOf(reference.Parts[^1]);
        var span = _tree.SpanOf(reference);
        if (last.Equals("sboTerm", StringComparison.OrdinalIgnoreCase) || ReservedWords.Uncertainty.Contains(last)
            || _file.NameOwner(_tree.TextOf(reference.Parts[0])) is not null)
        {
            _findings.Report(BindingRules.NotInDotForm, span, null, _tree.Source.Text.Substring(
                reference.Parts[0].Start, reference.Parts[^1].End - reference.Parts[0].Start));
        }
        else
        {
            string whole = _tree.PathOf(reference.Parts);
            _findings.Report(
                BindingRules.UnknownName, span, $"{whole[..whole.LastIndexOf('.')]} is not a submodel, and only names in submodels have dots", whole);
        }
    }

    /// <summary>Settles that a name is of a kind, unless what is known of it contradicts.</summary>
    private bool Become(Draft draft, DraftKind kind, SourceSpan span)
    {
        if (draft.Kind == kind || kind is DraftKind.Undefined || (kind is DraftKind.Formula && draft.Kind is not DraftKind.Undefined))
        {
            return true;
        }

        if (draft.Kind is DraftKind.Undefined or DraftKind.Formula)
        {
            (draft.Kind, draft.KindSpan) = (kind, span);
            return true;
        }

        _findings.Report(
            BindingRules.TypeConflict, span, $"another name for {Describe(kind)}", draft.Name, Describe(draft.Kind),
            draft.KindSpan.Line.ToString(CultureInfo.InvariantCulture), Describe(kind));
        return false;
    }

    private static string Describe(DraftKind kind) => kind switch
    {
        DraftKind.Compartment => "a compartment",
        DraftKind.Species => "a species",
        DraftKind.Reaction => "a reaction",
        DraftKind.Event => "an event",
        DraftKind.Constraint => "a constraint",
        DraftKind.Unit => "a unit",
        _ => "a parameter",
    };
}
