using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Thymus.Numerics.Functions;

namespace Thymus.Simulation.Experiments;

/// <summary>Runs a repeated task: once for every value of a range its changes, then its subtasks in order; which may be repeated tasks themselves.</summary>
internal sealed class ExperimentRepetition(
    ExperimentDocument document, ExperimentModels models, ExperimentTasks tasks, ImmutableArray<string> names, CancellationToken cancellation)
{
    private const int DeepestTask = 8, MostValues = 1_000_000;

    private readonly Dictionary<string, ModelState> _states = [];
    private readonly Dictionary<XElement, ExperimentMath?> _formulas = [];
    private readonly List<double> _times = [];
    private readonly List<double[]> _rows = [];
    private readonly List<TaskPart> _parts = [];

    /// <summary>Runs it from the start of its models; <see langword="null"/> after a finding.</summary>
    public TaskResult? Run(XElement task) => Prepare(task) && Repeat(task, [], 0) ? new TaskResult([.. _times], ExperimentTasks.Columns(names, _rows)) { Parts = [.. _parts] } : null;

    private static IEnumerable<XElement> ListIn(XElement element, string list) => element.Elements().Where(e => e.Name.LocalName == list).Elements();

    // The tasks of a repeated task, those of its subtasks too; as deep as they may be.
    private List<XElement> TasksOf(XElement task)
    {
        List<XElement> found = [task];
        HashSet<XElement> seen = [task];
        for (int i = 0; i < found.Count; i++)
        {
            found.AddRange(SubTasks(found[i]).Select(s => document.Find("task", (string?)s.Attribute("task"))).OfType<XElement>().Where(seen.Add));
        }

        return found;
    }

    private static IOrderedEnumerable<XElement> SubTasks(XElement task) => ListIn(task, "listOfSubTasks").OrderBy(s => ExperimentMath.Number((string?)s.Attribute("order")) ?? 0);

    // Makes the models of all tasks ready: what is asked of them, and what changes.
    private bool Prepare(XElement task)
    {
        var all = TasksOf(task);
        var changes = all.SelectMany(t => t.Descendants()).Where(e => e.Name.LocalName == "setValue").ToList();
        foreach (var change in changes.Where(c => SimplePath.Parse((string?)c.Attribute("target"))?.Id is null || c.Attribute("symbol") is not null))
        {
            return document.Report(
                ExperimentRules.Unsupported, change, "write the path as /sbml:sbml/sbml:model/…[@id='k']", $"the change of '{(string?)change.Attribute("target") ?? (string?)change.Attribute("symbol")}'");
        }

        var variables = all.SelectMany(t => t.Descendants()).Where(e => e.Name.LocalName == "variable").ToList();
        foreach (string id in all.Select(t => (string?)t.Attribute("modelReference")).Concat(changes.Concat(variables).Select(e => (string?)e.Attribute("modelReference"))).OfType<string>().Distinct())
        {
            if (models.Find(id, task) is not { } model)
            {
                return false;
            }

            ImmutableArray<string> changed = [.. changes.Where(c => (string?)c.Attribute("modelReference") == id).Select(c => SimplePath.Parse((string?)c.Attribute("target"))!.Id!).Distinct()];
            var asked = variables.Where(v => (string?)v.Attribute("modelReference") == id).Select(v => SimplePath.Parse((string?)v.Attribute("target"))?.Id).OfType<string>();
            bool isRun = all.Any(t => (string?)t.Attribute("modelReference") == id);
            ImmutableArray<string> observed = [.. (isRun ? names : []).Concat(asked).Distinct()];
            if (!tasks.Knows(model, observed.AddRange(changed), task) || ModelState.Create(model, observed, changed, document.Findings) is not { } state)
            {
                return false;
            }

            _states.Add(id, state);
        }

        return true;
    }

    private bool Repeat(XElement task, Dictionary<string, double> outer, int depth)
    {
        if (depth > DeepestTask)
        {
            return document.Report(ExperimentRules.Unsupported, task, "let no task repeat itself", $"{ExperimentDocument.Describe(task)} within more than {DeepestTask} others");
        }

        var ranges = ListIn(task, "listOfRanges").ToList();
        string? master = (string?)task.Attribute("range") ?? (ranges.Count == 1 ? (string?)ranges[0].Attribute("id") : null);
        Dictionary<string, double[]> columns = [];
        foreach (var range in ranges.Where(r => r.Name.LocalName != "functionalRange"))
        {
            if (ValuesOf(range) is not { } values)
            {
                return false;
            }

            columns[(string?)range.Attribute("id") ?? ""] = values;
        }

        if (CountOf(master, ranges, columns) is not { } count)
        {
            return document.Report(ExperimentRules.UnknownReference, task, "name a range of the task with values", ExperimentDocument.Describe(task), "the range", master ?? "");
        }

        foreach (var (id, values) in columns.Where(c => c.Value.Length < count))
        {
            return document.Report(
                ExperimentRules.Unreadable, task, "give every range as many values",
                string.Create(CultureInfo.InvariantCulture, $"{ExperimentDocument.Describe(task)} goes through {count} values, but the range '{id}' has {values.Length}"));
        }

        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if ((string?)task.Attribute("resetModel") is "true" or "1")
            {
                Reset(task);
            }

            Dictionary<string, double> values = new(outer);
            foreach (var (id, column) in columns)
            {
                values[id] = column[i];
            }

            if (!AddFunctions(ranges, values) || !Change(task, values) || !Iterate(task, values, master!, depth))
            {
                return false;
            }
        }

        return true;
    }

    private bool Iterate(XElement task, Dictionary<string, double> values, string master, int depth)
    {
        int before = _rows.Count;
        bool isInner = true;
        foreach (var sub in SubTasks(task))
        {
            if (document.Find("task", (string?)sub.Attribute("task")) is not { } inner)
            {
                return document.Report(ExperimentRules.UnknownReference, sub, null, ExperimentDocument.Describe(task), "the task", (string?)sub.Attribute("task") ?? "");
            }

            bool isRepeated = inner.Name.LocalName == "repeatedTask";
            isInner &= !isRepeated;
            if (!Change(sub, values) || !(isRepeated ? Repeat(inner, values, depth + 1) : RunOnce(inner)))
            {
                return false;
            }
        }

        if (isInner)
        {
            _parts.Add(new TaskPart(_rows.Count - before, string.Create(CultureInfo.InvariantCulture, $"{master} = {values[master]:G6}")));
        }

        return _rows.Count <= ExperimentTasks.MostPoints
            || document.Report(ExperimentRules.Unsupported, task, "repeat it less often, or ask for fewer points", $"{ExperimentDocument.Describe(task)} with more than {ExperimentTasks.MostPoints:N0} points");
    }

    private bool RunOnce(XElement task)
    {
        if (tasks.SimulationOf(task) is not { } simulation || !_states.TryGetValue((string?)task.Attribute("modelReference") ?? "", out var state)
            || tasks.Simulate(task, simulation, state, names) is not { } done)
        {
            return false;
        }

        _times.AddRange(done.Times);
        _rows.AddRange(done.Rows);
        return true;
    }

    private void Reset(XElement task)
    {
        foreach (var inner in TasksOf(task))
        {
            if (_states.TryGetValue((string?)inner.Attribute("modelReference") ?? "", out var state))
            {
                state.Reset();
            }
        }
    }

    // Computes all values before one is set, so that their order does not matter.
    private bool Change(XElement owner, Dictionary<string, double> ranges)
    {
        List<(ModelState State, string Name, double Value, XElement Change)> made = [];
        foreach (var change in ListIn(owner, "listOfChanges"))
        {
            string model = (string?)change.Attribute("modelReference") ?? "";
            if (change.Name.LocalName != "setValue" || !_states.TryGetValue(model, out var state))
            {
                return document.Report(ExperimentRules.Unsupported, change, "use setValue with a modelReference", $"{ExperimentDocument.Describe(change)} in {ExperimentDocument.Describe(owner)}");
            }

            if (Evaluate(change, ranges) is not { } value)
            {
                return false;
            }

            made.Add((state, SimplePath.Parse((string?)change.Attribute("target"))!.Id!, value, change));
        }

        foreach (var (state, name, value, change) in made.OrderBy(m => m.State.SetsSize(m.Name) ? 0 : 1))
        {
            if (!state.Set(name, value))
            {
                return document.Report(ExperimentRules.Unsupported, change, "change what it is computed from", $"a change of '{name}', which the model computes,");
            }
        }

        return true;
    }

    private bool AddFunctions(List<XElement> ranges, Dictionary<string, double> values)
    {
        foreach (var range in ranges.Where(r => r.Name.LocalName == "functionalRange"))
        {
            if (Evaluate(range, values) is not { } value)
            {
                return false;
            }

            values[(string?)range.Attribute("id") ?? ""] = value;
        }

        return true;
    }

    // The formula of a change or a functional range, of the values of ranges, variables of models as they are now, and parameters.
    private double? Evaluate(XElement owner, Dictionary<string, double> ranges)
    {
        Dictionary<string, ImmutableArray<double>> values = ranges.ToDictionary(r => r.Key, r => (ImmutableArray<double>)[r.Value]);
        foreach (var item in ListIn(owner, "listOfVariables").Concat(ListIn(owner, "listOfParameters")))
        {
            double? value = item.Name.LocalName == "parameter" ? ExperimentMath.Number((string?)item.Attribute("value"))
                : SimplePath.Parse((string?)item.Attribute("target"))?.Id is { } name && _states.TryGetValue((string?)item.Attribute("modelReference") ?? "", out var state) ? state.ValueOf(name)
                : null;
            if (value is null)
            {
                document.Report(ExperimentRules.UnknownReference, item, null, ExperimentDocument.Describe(owner), "the value", (string?)item.Attribute("target") ?? (string?)item.Attribute("value") ?? "");
                return null;
            }

            values[(string?)item.Attribute("id") ?? ""] = [value.Value];
        }

        if (!_formulas.TryGetValue(owner, out var formula))
        {
            _formulas.Add(owner, formula = document.Formula(owner, values.Keys));
        }

        return formula?.Evaluate(values)[0];
    }

    // A functional range goes on for as long as the range that it is a function of.
    private static int? CountOf(string? master, List<XElement> ranges, Dictionary<string, double[]> columns)
    {
        for (int i = 0; i <= ranges.Count && master is not null; i++)
        {
            if (columns.TryGetValue(master, out double[]? values))
            {
                return values.Length;
            }

            master = (string?)ranges.FirstOrDefault(r => r.Name.LocalName == "functionalRange" && (string?)r.Attribute("id") == master)?.Attribute("range");
        }

        return null;
    }

    private double[]? ValuesOf(XElement range)
    {
        double? Value(string name) => ExperimentMath.Number((string?)range.Attribute(name));
        switch (range.Name.LocalName)
        {
            case "vectorRange":
                double?[] values = [.. range.Elements().Where(e => e.Name.LocalName == "value").Select(e => ExperimentMath.Number(e.Value))];
                return values.Contains(null) || values.Length == 0 ? Unreadable("numbers in <value>, one at least") : [.. values.OfType<double>()];
            case "uniformRange":
                if (Value("start") is not { } start || Value("end") is not { } end || (Value("numberOfSteps") ?? Value("numberOfPoints")) is not (>= 1 and <= MostValues) and not null
                    || (Value("numberOfSteps") ?? Value("numberOfPoints")) is not { } steps || !double.IsFinite(start) || !double.IsFinite(end))
                {
                    return Unreadable(string.Create(CultureInfo.InvariantCulture, $"start, end and 1 to {MostValues} numberOfSteps"));
                }

                bool isLogarithmic = (string?)range.Attribute("type") == "log";
                if (isLogarithmic && !(start > 0 && end > 0))
                {
                    return Unreadable("start and end above 0 where its type is log");
                }

                int count = (int)steps;
                return [.. Enumerable.Range(0, count + 1).Select(i => i == count ? end
                    : isLogarithmic ? start * Elementary.Pow(end / start, (double)i / count)
                    : start + (i * (end - start) / count))];
            default:
                document.Report(ExperimentRules.Unsupported, range, "use a uniformRange, a vectorRange or a functionalRange", ExperimentDocument.Describe(range));
                return null;
        }

        double[]? Unreadable(string what)
        {
            document.Report(ExperimentRules.Unreadable, range, "give it " + what, $"{ExperimentDocument.Describe(range)} has no values");
            return null;
        }
    }
}
