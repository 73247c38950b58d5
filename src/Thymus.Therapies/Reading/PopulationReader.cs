using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Populations;
using Thymus.Populations.Checking;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Reading;

/// <summary>Reads how patients differ, shared files first, and checks the parameters against the model.</summary>
internal sealed class PopulationReader(LibraryFiles files, BoundModel? model, ICollection<Diagnostic> findings)
{
    private readonly List<Covariate> _covariates = [];
    private readonly List<CovariateCorrelation> _correlations = [];
    private readonly List<RandomEffectBlock> _randomEffects = [];
    private readonly List<PopulationParameter> _parameters = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<(PopulationPart Part, int Index), SourceSpan> _places = [];

    /// <summary>Reads a population and everything it uses.</summary>
    public Population Read(DataNode node)
    {
        Add(node);
        var population = new Population([.. _covariates], [.. _correlations], [.. _randomEffects], [.. _parameters]);
        if (model is not null && !findings.Any(f => f.IsError))
        {
            foreach (var problem in PopulationChecker.Check(population))
            {
                findings.Add(new(
                    TherapyRules.Inconsistent, _places.GetValueOrDefault((problem.Part, problem.Index), node.Span), problem.Suggestion,
                    $"{problem.Name}: {problem.Text}"));
            }
        }

        return population;
    }

    private void Add(DataNode node)
    {
        if (Section.Open(node, TherapyKeys.Population, findings) is not { } section)
        {
            return;
        }

        foreach (string used in section.Texts("uses"))
        {
            // A file that is used twice, or uses itself, is read once.
            if (_used.Add(used) && files.ReadData(used, section.Place("uses"), findings) is { } shared)
            {
                Add(shared);
            }
        }

        foreach (var item in section.List("covariates", TherapyKeys.Covariate))
        {
            if (CovariateReader.Read(item, [.. _covariates.Select(c => c.Name)]) is { } covariate
                && IsNew(item, "name", "covariate", covariate.Name, _covariates.Select(c => c.Name)))
            {
                _places[(PopulationPart.Covariate, _covariates.Count)] = item.Span;
                _covariates.Add(covariate);
            }
        }

        AddCorrelations(section);
        foreach (var item in section.List("random_effects", TherapyKeys.RandomEffects))
        {
            AddRandomEffects(item);
        }

        foreach (var item in section.Items("parameters"))
        {
            AddParameter(item);
        }
    }

    private static bool IsNew(Section section, string key, string what, string name, IEnumerable<string> known)
    {
        if (!known.Contains(name))
        {
            return true;
        }

        section.Report(key, TherapyRules.DuplicateName, null, what, name);
        return false;
    }

    private void AddCorrelations(Section section)
    {
        foreach (var item in section.List("correlations", TherapyKeys.Correlation))
        {
            var pair = item.Texts("between");
            double value = item.Number("value", least: -1, most: 1);
            CovariateReader.Confidence(item);
            item.Text("source");
            if (pair.Length != 2)
            {
                item.Report("between", TherapyRules.WrongType, null, "between", "something else", "a list of two covariates");
                continue;
            }

            foreach (string name in pair)
            {
                var covariate = _covariates.Find(c => c.Name == name);
                if (covariate is null)
                {
                    item.Report(
                        "between", TherapyRules.UnknownName, NearestName.Find(name, _covariates.Select(c => c.Name)), "covariate", name);
                }
                else if (covariate.Distribution is CategoricalCovariate or ConstantCovariate or DerivedCovariate)
                {
                    item.Report("between", TherapyRules.Inconsistent, null, $"'{name}' is not continuous and cannot be correlated");
                }
            }

            _places[(PopulationPart.Correlation, _correlations.Count)] = item.Span;
            _correlations.Add(new(pair[0], pair[1], value));
        }
    }

    private void AddRandomEffects(Section section)
    {
        var names = section.Texts("names");
        CovariateReader.Confidence(section);
        foreach (string name in names)
        {
            if (!CovariateReader.IsName(name))
            {
                section.Report("names", TherapyRules.CannotRead, "letters, digits and _, such as eta_CL", name, "a name");
            }

        }

        foreach (string name in names.Where((n, i) => names.IndexOf(n) < i || _randomEffects.Exists(b => b.Names.Contains(n))))
        {
            section.Report("names", TherapyRules.DuplicateName, null, "random effect", name);
        }

        int given = (section.Has("covariance") ? 1 : 0) + (section.Has("cv") ? 1 : 0) + (section.Has("variance") ? 1 : 0);
        if (given != 1)
        {
            section.Report("names", TherapyRules.Inconsistent, null, "a block of random effects has one of 'covariance', 'cv' and 'variance'");
            return;
        }

        var covariance = section.Has("covariance")
            ? Covariances.LowerTriangle(section, "covariance", names.Length)
            : Covariances.Diagonal(section, section.Has("cv") ? "cv" : "variance", names.Length);
        if (covariance is { } matrix)
        {
            _places[(PopulationPart.RandomEffects, _randomEffects.Count)] = section.Span;
            _randomEffects.Add(new(names, matrix, section.Text("source")));
        }
    }

    private void AddParameter(DataNode node)
    {
        bool isCovariate = (node as DataMapping)?.Find("covariate") is not null;
        if (Section.Open(node, isCovariate ? TherapyKeys.CovariateParameter : TherapyKeys.Parameter, findings) is not { } section)
        {
            return;
        }

        string name = section.Text("name");
        IsNew(section, "name", "parameter", name, _parameters.Select(p => p.Name));
        _places[(PopulationPart.Parameter, _parameters.Count)] = section.Span;
        var unit = UnitInModel(section, name);
        if (isCovariate)
        {
            if (Find(section, "covariate") is { } same && unit is not null)
            {
                AddCovariateAsParameter(section, name, same, unit);
            }

            return;
        }

        string? effect = section.Has("random_effect") ? section.Text("random_effect") : null;
        if (effect is not null && !_randomEffects.Any(b => b.Names.Contains(effect)))
        {
            section.Report(
                "random_effect", TherapyRules.UnknownName, NearestName.Find(effect, _randomEffects.SelectMany(b => b.Names)), "random effect", effect);
        }

        var distribution = section.Word(
            "distribution", effect is null ? ParameterDistribution.Fixed : ParameterDistribution.LogNormal,
            ("fixed", ParameterDistribution.Fixed), ("log-normal", ParameterDistribution.LogNormal),
            ("normal", ParameterDistribution.Normal), ("logit-normal", ParameterDistribution.LogitNormal));
        if (distribution is ParameterDistribution.Fixed && effect is not null)
        {
            section.Report("distribution", TherapyRules.Inconsistent, null, "a fixed parameter has no random effect");
        }

        var effects = section.List("effects", TherapyKeys.Effect).Select(e => Effect(e, distribution, unit ?? Unit.Dimensionless)).OfType<CovariateEffect>();
        double typical = unit is null ? double.NaN : section.Quantity("typical", unit);
        if (distribution is ParameterDistribution.LogitNormal && (typical <= 0 || typical >= 1))
        {
            section.Report("typical", TherapyRules.OutOfRange, null, "typical", section.Text("typical"), "between 0 and 1");
        }

        _parameters.Add(new(
            name, typical, unit ?? Unit.Dimensionless, distribution, effect, [.. effects], section.Text("source"), CovariateReader.Confidence(section)));
    }

    /// <summary>A parameter that is a covariate x with reference r, in the model's unit: r·(x/r)¹, or r + (x − r) where r is not above 0.</summary>
    private void AddCovariateAsParameter(Section section, string name, Covariate covariate, Unit unit)
    {
        if (!covariate.Unit.IsCommensurableWith(unit))
        {
            section.Report("covariate", TherapyRules.Inconsistent, null, $"{covariate.Name} is in {covariate.Unit}, but the model has {name} in {unit}");
        }
        else
        {
            _parameters.Add(new(
                name, new Quantity(covariate.Reference, covariate.Unit).In(unit), unit, ParameterDistribution.Fixed, RandomEffect: null,
                [covariate.Reference > 0 ? new(covariate.Name, EffectForm.Power, Coefficient: 1, covariate.Reference)
                    : new(covariate.Name, EffectForm.Additive, new Quantity(1, covariate.Unit).In(unit), covariate.Reference)], covariate.Source, covariate.Confidence));
        }
    }

    private CovariateEffect? Effect(Section section, ParameterDistribution distribution, Unit parameter)
    {
        var form = section.Word(
            "form", EffectForm.Power, ("power", EffectForm.Power), ("exponential", EffectForm.Exponential), ("linear", EffectForm.Linear),
            ("factor", EffectForm.Factor), ("additive", EffectForm.Additive));
        bool isAdditive = form is EffectForm.Additive;
        if (isAdditive ? distribution is ParameterDistribution.LogNormal : distribution is ParameterDistribution.LogitNormal)
        {
            section.Report(
                "form", TherapyRules.Inconsistent, null, "effects are additive on a logit-normal parameter, multiplied on a log-normal one, and either on others");
        }

        if (Find(section, "covariate") is not { } covariate)
        {
            return null;
        }

        double reference = section.Node("reference") is DataScalar label
            && covariate.Distribution is CategoricalCovariate { Levels: var levels } && levels.FirstOrDefault(l => l.Label == label.Value) is { } level
            ? level.Value
            : section.Quantity("reference", covariate.Unit);
        if (form is EffectForm.Power && !(reference > 0))
        {
            section.Report("reference", TherapyRules.OutOfRange, null, "reference", section.Text("reference"), "greater than 0");
        }

        var change = isAdditive && distribution is not ParameterDistribution.LogitNormal ? parameter : Unit.Dimensionless;
        bool isPlain = change.Dimension == Dimension.None && covariate.Unit.Dimension == Dimension.None;
        var slope = form is EffectForm.Power or EffectForm.Factor || covariate.Unit.Dimension == Dimension.None
            ? change
            : change / covariate.Unit;
        double coefficient = form is EffectForm.Power or EffectForm.Factor || !isPlain
            ? section.Quantity("coefficient", slope)
            : section.Number("coefficient");
        return new(covariate.Name, form, coefficient, reference);
    }

    private Covariate? Find(Section section, string key)
    {
        string name = section.Text(key);
        var covariate = _covariates.Find(c => c.Name == name);
        if (covariate is null)
        {
            section.Report(key, TherapyRules.UnknownName, NearestName.Find(name, _covariates.Select(c => c.Name)), "covariate", name);
        }

        return covariate;
    }

    /// <summary>The unit of a parameter that the population may set; <see langword="null"/> after a report.</summary>
    private Unit? UnitInModel(Section section, string name)
    {
        if (model is null)
        {
            return null;
        }

        if (model.Find(name) is not { } symbol)
        {
            section.Report("name", TherapyRules.UnknownSymbol, NearestName.Find(name, model.Symbols.Select(s => s.Name)), name);
            return null;
        }

        string? why = symbol.Kind is SymbolKind.Reaction ? "it is a reaction"
            : model.Rules.Any(r => r.Kind is RuleKind.Assignment && r.Target == symbol) ? "a rule of the model sets it"
            : symbol.Kind is SymbolKind.Parameter && !symbol.IsConstant && !model.Rules.Any(r => r.Target == symbol) ? "it changes with time"
            : symbol.Unit is null ? "the model declares no unit for it"
            : null;
        if (why is null)
        {
            return symbol.Unit;
        }

        section.Report("name", TherapyRules.WrongSymbol, null, name, "a parameter of the population", why);
        return null;
    }
}
