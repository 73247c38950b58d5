using System.Globalization;
using System.Text.RegularExpressions;
using Thymus.Language.Binding;
using Thymus.Populations;

namespace Thymus.Therapies.Tests.Library;

public sealed class LibraryTests
{
    private static readonly TherapyLibrary Library = TherapyLibrary.Find(Repository.PathOf("library")).Value!;

    public static TheoryData<string> Therapies => [.. Library.List()];

    [Theory, MemberData(nameof(Therapies))]
    public void Every_therapy_is_read_without_a_finding_units_included(string id)
    {
        var read = Library.Read(id);

        Assert.Empty(read.Findings);
        Assert.Equal(id, read.Value!.Id);
        Assert.NotEmpty(read.Value.Limits);
        Assert.True(File.Exists(Path.Combine(read.Value.Folder, "README.md")));
        Assert.True(File.Exists(Path.Combine(read.Value.Folder, "checks.yaml")));
    }

    [Theory, MemberData(nameof(Therapies))]
    public void Every_number_has_a_source(string id)
    {
        var therapy = Library.Read(id).Value!;

        var sources = therapy.Population.Covariates.Select(c => c.Source)
            .Concat(therapy.Population.Parameters.Select(p => p.Source))
            .Concat(therapy.Population.RandomEffects.Select(b => b.Source))
            .Concat(therapy.Regimens.Select(r => r.Source))
            .Concat(therapy.AdverseEvents.Select(e => e.Source));
        Assert.All(sources, s => Assert.True(s.Length > 3));
    }

    [Fact]
    public void The_last_part_of_an_id_is_enough_to_name_a_therapy() => Assert.Empty(Library.List().GroupBy(id => id[(id.LastIndexOf('/') + 1)..]).Where(g => g.Count() > 1).Select(g => g.Key));

    [Theory, MemberData(nameof(Therapies))]
    public void Every_constant_has_a_unit_and_a_source(string id)
    {
        var therapy = Library.Read(id).Value!;
        string file = Path.Combine(therapy.Folder, "model.ant");
        string[] lines = File.Exists(file) ? File.ReadAllLines(file) : [];   // a combination may have none
        string head = string.Concat(lines.TakeWhile(l => l.StartsWith("//", StringComparison.Ordinal)));
        var given = therapy.Population.Parameters.Select(p => p.Name).ToHashSet();
        var constants = therapy.Model.Symbols.Where(s => s.Kind is SymbolKind.Parameter && s.IsConstant).ToArray();

        Assert.Empty(constants.Where(s => s.Unit is null).Select(s => s.Name));
        if (!Regex.IsMatch(head, @"\b(19|20)\d\d\b"))
        {
            Assert.Empty(lines.Index().SelectMany(l => Regex.Matches(l.Item.Split("//")[0], @"(?:^|;)\s*(\w+)\s*=\s*([-+0-9.eE]+)\s*(?=;|$)")
                .Where(m => constants.Any(c => c.Name == m.Groups[1].Value) && !HasSource(l.Index)
                    && !given.Contains(m.Groups[1].Value) && !m.Groups[1].Value.Contains("_per_", StringComparison.Ordinal)
                    && double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture) is not (0 or 1))
                .Select(m => m.Groups[1].Value)));
        }

        bool HasSource(int line) => lines[line].Contains("//", StringComparison.Ordinal)
            || lines[..line].Reverse().TakeWhile(l => l.Trim().Length > 0).Any(l => l.TrimStart().StartsWith("//", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Therapies))]
    public void A_figure_is_shown_where_there_is_one(string id)
    {
        var therapy = Library.Read(id).Value!;
        bool isShown = File.ReadAllText(Path.Combine(therapy.Folder, "README.md")).Contains("](figure.svg)", StringComparison.Ordinal);

        Assert.Equal(therapy.Figure is not null, isShown);
        Assert.Equal(therapy.Figure is not null, File.Exists(Path.Combine(therapy.Folder, "figure.svg")));
    }

    [Fact]
    public void Random_effects_are_read_as_the_papers_print_them()
    {
        var pembrolizumab = Library.Read("pembrolizumab-nsclc").Value!;
        var tumour = pembrolizumab.Population.RandomEffects.Single(b => b.Names.Contains("eta_kg"));
        Assert.Equal([0.01911, 0.8715, 0.1504], tumour.Covariance[1]);
        Assert.Equal([-0.06367, 0.1504, 0.9174], tumour.Covariance[2]);

        var docetaxel = Library.Read("docetaxel-nsclc").Value!;
        var cells = docetaxel.Population.RandomEffects.Single(b => b.Names.Contains("eta_SLOPE"));
        Assert.Equal(0.38194, cells.Covariance[3][3], tolerance: 1e-5);   // ln(1 + 0.682²), cancer.md section 1.7.1
    }

    [Fact]
    public void Body_surface_area_is_computed_from_height_and_weight()
    {
        var population = Library.Read("docetaxel-nsclc").Value!.Population;

        Assert.IsType<DerivedCovariate>(population.Covariates.Single(c => c.Name == "BSA").Distribution);
        Assert.Equal("A", population.Covariates.Single(c => c.Name == "WT").Confidence);
    }

    [Fact]
    public void Grades_of_a_published_event_are_probabilities_given_that_it_occurs()
    {
        var pneumonitis = Assert.IsType<PublishedAdverseEvent>(Library.Read("pembrolizumab-nsclc").Value!.AdverseEvents.Single(e => e.Term == "Pneumonitis"));

        Assert.Equal(1, pneumonitis.Grades.Sum(), tolerance: 1e-12);
        Assert.Equal(0.8 / 3.4, pneumonitis.Grades[0], tolerance: 1e-12);
        Assert.Equal(3.3 * 30.4375, pneumonitis.OnsetMedian, tolerance: 1e-9);
        Assert.Equal((2, 3), (pneumonitis.HoldFrom, pneumonitis.DiscontinueFrom));
    }

    [Fact]
    public void A_therapy_is_found_by_the_last_part_of_its_id_and_a_miss_names_the_nearest()
    {
        Assert.Equal("comparators/chemotherapy/docetaxel-nsclc", Library.Read("docetaxel-nsclc").Value!.Id);

        var miss = Library.Read("docetaxel-nslc");
        var finding = Assert.Single(miss.Findings);
        Assert.Equal(("TH4012", "comparators/chemotherapy/docetaxel-nsclc"), (finding.Rule.Code, finding.Suggestion));
    }

    [Fact]
    public void A_library_that_does_not_exist_is_a_finding()
    {
        var found = TherapyLibrary.Find("no-such-folder");

        Assert.Null(found.Value);
        Assert.Equal("TH4010", Assert.Single(found.Findings).Rule.Code);
    }

    [Theory]
    [InlineData("therapy.yaml", "amount: 200 mg,", "amount: 200 ml,", "TH4006", "cannot read '200 ml' as an amount into A1 [mg]")]
    [InlineData("therapy.yaml", "amount: 200 mg,", "amount: -200 mg,", "TH4007", null)]
    [InlineData("therapy.yaml", "target: A1, duration: 30 min, every: 3 weeks", "target: C, duration: 30 min, every: 3 weeks", "TH4014", null)]
    [InlineData("therapy.yaml", "target: A1, duration: 30 min, every: 3 weeks", "target: A1, duration: 30 days, every: 3 weeks", "TH4018", null)]
    [InlineData("therapy.yaml", "model: model.ant", "model: modle.ant", "TH4010", null)]
    [InlineData("therapy.yaml", "model: model.ant", "model: ../../../../secret.ant", "TH4011", null)]
    [InlineData("therapy.yaml", "kind: checkpoint inhibitor", "knid: checkpoint inhibitor", "TH4002", null)]
    [InlineData("therapy.yaml", "unit: mm\n", "unit: cm\n", "TH4018", null)]
    [InlineData("therapy.yaml", "location: mu_OS", "location: mu_SO", "TH4013", null)]
    [InlineData("therapy.yaml", "location: mu_OS", "location: kg", "TH4014", null)]
    [InlineData("therapy.yaml", "grades: [0.8 %, 1.3 %", "grades: [8 %, 1.3 %", "TH4018", null)]
    [InlineData("therapy.yaml", "{ proportional_sd: 0.272,", "{ proportional_sd: 0.272, log_sd: 0.1,", "TH4018", null)]
    [InlineData("model.ant", "Vp = 4.06;", "Vp = 4.06 +;", "TH1", null)]
    [InlineData("model.ant", "kg_half = 0.109;  kg_half has 1/week", "kg_half has 1/week", "TH4015", null)]
    [InlineData("model.ant", "unit time_unit = 86400 second", "unit second_of_day = second", "TH4018", null)]
    public void What_is_wrong_in_a_therapy_is_reported_with_its_place(string file, string good, string bad, string code, string? message)
    {
        using var copy = new LibraryCopy();
        string path = copy.PathOf($"cancer/checkpoint-inhibitors/pembrolizumab-nsclc/{file}");
        string text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace(good, bad, StringComparison.Ordinal));
        Assert.Contains(good, text, StringComparison.Ordinal);

        var read = copy.Library.Read("pembrolizumab-nsclc");

        Assert.Null(read.Value);
        var finding = read.Findings.First(f => f.Rule.Code.StartsWith(code, StringComparison.Ordinal));
        Assert.EndsWith(finding.Rule.Code == "TH4015" || code == "TH4018" && file == "model.ant" ? "therapy.yaml" : file, finding.Span.File, StringComparison.Ordinal);
        Assert.True(finding.Span.Line > 1 || file == "model.ant");
        if (message is not null)
        {
            Assert.Equal(message, finding.Text);
        }
    }

    [Fact]
    public void A_link_out_of_the_library_is_not_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Making a link needs a privilege on Windows.");
        }

        using var copy = new LibraryCopy();
        string model = copy.PathOf("cancer/checkpoint-inhibitors/pembrolizumab-nsclc/model.ant");
        File.Delete(model);
        File.CreateSymbolicLink(model, Repository.PathOf("LICENSE"));

        Assert.Contains(copy.Library.Read("pembrolizumab-nsclc").Findings, f => f.Rule.Code == "TH4011");
    }

    [Fact]
    public void A_damaged_file_is_reported_and_never_thrown()
    {
        using var copy = new LibraryCopy();
        string path = copy.PathOf("cancer/checkpoint-inhibitors/pembrolizumab-nsclc/therapy.yaml");
        string text = File.ReadAllText(path);
        for (int cut = 50; cut < text.Length; cut += 701)
        {
            File.WriteAllText(path, text[..cut]);
            var read = copy.Library.Read("pembrolizumab-nsclc");
            Assert.True(read.Value is not null || read.Findings.Any(f => f.IsError), cut.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A copy of the library that a test may spoil.</summary>
    private sealed class LibraryCopy : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public LibraryCopy()
        {
            _folder.CopyFromCheckout("library");
            Library = TherapyLibrary.Find(_folder["library"]).Value!;
        }

        public TherapyLibrary Library { get; }

        public string PathOf(string relative) => Path.Combine(_folder["library"], relative);

        public void Dispose() => _folder.Dispose();
    }
}
