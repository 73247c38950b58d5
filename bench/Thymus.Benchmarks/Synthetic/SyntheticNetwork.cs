using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Thymus.Benchmarks.Engine;
using Thymus.Language;
using Thymus.Simulation.Populations;

namespace Thymus.Benchmarks.Synthetic;

/// <summary>
/// A stiff network of any size, the same every time: species that are made, decay, turn into each other, bind, and are turned
/// over by enzymes, most of them near each other in number, some through hubs. Rates span four decades.
/// </summary>
internal sealed class SyntheticNetwork
{
    /// <summary>What a folder is called that is no folder: <c>synthetic:300</c>.</summary>
    public const string Prefix = "synthetic:";

    private const int Neighbourhood = 10;
    private const int Varying = 5;

    private readonly List<Reaction> _reactions = [];
    private readonly List<double> _parameters = [];
    private readonly double[] _start;
    private readonly int[] _hubs;
    private ulong _random;

    private SyntheticNetwork(int states)
    {
        _random = (ulong)states;
        _start = new double[states];
        _hubs = [.. Enumerable.Range(0, Math.Max(3, states / 50)).Select(_ => (int)(Uniform() * states))];
        for (int i = 0; i < states; i++)
        {
            AddReactionsOf(i);
        }
    }

    public int States => _start.Length;

    public IReadOnlyList<Reaction> Reactions => _reactions;

    public IReadOnlyList<double> Parameters => _parameters;

    public IReadOnlyList<double> Start => _start;

    /// <summary>The network of a name such as <c>synthetic:300</c>; <see langword="null"/> for any other name.</summary>
    public static SyntheticNetwork? Of(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        return int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int states) && states is >= 10 and <= 20_000
            ? new SyntheticNetwork(states)
            : throw new BenchProblem($"'{name}' is no network: write {Prefix} and a number of states from 10 to 20000");
    }

    /// <summary>The network with patients, doses and outputs.</summary>
    public BenchSetup Setup()
    {
        var model = AntimonyReader.Read(Antimony(), $"{Prefix}{States}");
        if (!model.Succeeded)
        {
            throw BenchProblem.Of(model.Findings);
        }

        ImmutableArray<string> vary = [.. VaryingParameters.Select(p => $"k{p}")];
        return new BenchSetup
        {
            Name = $"{Prefix}{States}",
            Title = $"a synthetic network of {States} states",
            Model = model.Value,
            Patients = new DrawnPatients(vary, [.. VaryingParameters.Select(p => _parameters[p])], seed: (ulong)States, cv: 0.3, count: 64),
            Doses = [new() { Target = "S0", Amount = 5, First = 0, Every = 25, Count = 4 }],
            Times = OutputTimes.Every(0, 1, 100),
            Observables = [.. Enumerable.Range(0, States).Select(i => $"S{i}")],
            Network = this,
        };
    }

    /// <summary>The parameters that differ between patients, spread over the network.</summary>
    public IEnumerable<int> VaryingParameters => Enumerable.Range(0, Varying).Select(i => ((2 * i) + 1) * _parameters.Count / (2 * Varying));

    private string Antimony()
    {
        var terms = new StringBuilder[States];
        foreach (var reaction in _reactions)
        {
            foreach (var (species, count) in reaction.Changes)
            {
                var text = terms[species] ??= new StringBuilder();
                text.Append(count > 0 ? " + " : " - ").Append(reaction.Rate("k", "S", close: ""));
            }
        }

        var model = new StringBuilder();
        for (int i = 0; i < States; i++)
        {
            string derivative = terms[i].ToString();
            model.Append(CultureInfo.InvariantCulture, $"S{i}' ={(derivative.StartsWith(" +", StringComparison.Ordinal) ? derivative[2..] : derivative)}\n");
            model.Append(CultureInfo.InvariantCulture, $"S{i} = {_start[i]:R}\n");
        }

        for (int p = 0; p < _parameters.Count; p++)
        {
            model.Append(CultureInfo.InvariantCulture, $"k{p} = {_parameters[p]:R}\n");
        }

        return model.ToString();
    }

    private void AddReactionsOf(int i)
    {
        _start[i] = 0.5 + Uniform();
        double decay = Between(0.05, 50);
        Add([], [i], decay * (0.2 + Uniform()));
        Add([i], [], decay);
        Add([i], [Partner(i)], Between(0.05, 20));
        if (Uniform() < 0.5)
        {
            int other = Partner(i);
            int bound = Partner(other);
            if (other != i && bound != i && bound != other)
            {
                Add([i, other], [bound], Between(0.1, 100));
                Add([bound], [i, other], Between(1, 1000));
            }
        }

        if (Uniform() < 0.33)
        {
            int enzyme = _hubs[(int)(Uniform() * _hubs.Length)];
            int product = Partner(i);
            if (enzyme != i && product != i)
            {
                _reactions.Add(new Reaction(Parameter(Between(0.1, 10)), Parameter(Between(0.1, 10)), [i, enzyme], [(i, -1), (product, 1)]));
            }
        }
    }

    private void Add(int[] from, int[] to, double rate) =>
        _reactions.Add(new Reaction(Parameter(rate), -1, from, [.. from.Select(s => (s, -1)), .. to.Select(s => (s, 1))]));

    private int Parameter(double value)
    {
        _parameters.Add(value);
        return _parameters.Count - 1;
    }

    private int Partner(int i)
    {
        double kind = Uniform();
        int partner = kind < 0.2
            ? _hubs[(int)(Uniform() * _hubs.Length)]
            : (i + 1 + (int)(Uniform() * Neighbourhood)) % States;
        return partner == i ? (i + 1) % States : partner;
    }

    private double Between(double least, double most) => Math.Round(least * Math.Pow(most / least, Uniform()), 6);

    private double Uniform()
    {
        _random += 0x9E3779B97F4A7C15;
        ulong z = _random;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
    }

    /// <summary>A reaction: mass action of its species, or a saturable one of the first, driven by the second.</summary>
    /// <param name="Constant">Parameter of the rate.</param>
    /// <param name="Saturation">Parameter of half saturation; −1 for mass action.</param>
    /// <param name="Species">The species that the rate depends on: none, one or two.</param>
    /// <param name="Changes">What it takes (−1) and gives (+1).</param>
    internal sealed record Reaction(int Constant, int Saturation, int[] Species, (int Species, int Count)[] Changes)
    {
        /// <summary>The rate as text, for names such as k12 and S3, or p[12] and y[3].</summary>
        public string Rate(string parameter, string species, string close)
        {
            string product = string.Join("*", Species.Select(s => $"{species}{s}{close}").Prepend($"{parameter}{Constant}{close}"));
            return Saturation < 0 ? product : $"{product}/({parameter}{Saturation}{close} + {species}{Species[0]}{close})";
        }

        /// <summary>The derivative of the rate with respect to one of its species, as C.</summary>
        public string Derivative(int place)
        {
            string others = string.Join("*", Species.Where((_, i) => i != place).Select(s => $"y[{s}]").Prepend($"p[{Constant}]"));
            if (Saturation < 0)
            {
                return others;
            }

            string half = $"(p[{Saturation}] + y[{Species[0]}])";
            return place == 0 ? $"{others}*p[{Saturation}]/({half}*{half})" : $"{others}/{half}";
        }
    }
}
