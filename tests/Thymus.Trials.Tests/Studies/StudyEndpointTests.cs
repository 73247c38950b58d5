using Thymus.Language.Diagnostics;
using Thymus.Therapies;
using Thymus.Trials.Endpoints;

namespace Thymus.Trials.Tests.Studies;

/// <summary>Endpoints, placebo arms and their published results in a study file.</summary>
public sealed class StudyEndpointTests
{
    private const string Good = """
        id: small
        title: A small study
        question: Does it work?
        patients_per_arm: 10
        seed: 1
        duration: 20 weeks
        control: placebo
        arms:
          - { id: drug, title: Drug, therapy: small }
          - { id: placebo, title: Placebo, therapy: small, regimen: often, placebo: true }
          - { id: nothing, title: Nothing, therapy: small, regimen: none }
        endpoints:
          - id: change
            title: Change of the score
            kind: continuous
            output: score
            at: 8 weeks
            measure: change
            better: lower
          - id: season
            title: Score of the season
            kind: continuous
            output: score
            over: { from: 30 d, to: 60 d, every: 2 d, take: maximum }
            scale: geometric
            detection_limit: 0.5
            measurement_error: false
          - id: response
            title: Response
            kind: responder
            output: score
            at: 8 weeks
            measure: percent-change
            thresholds:
              - { id: r50, title: Half, at_most: -50 % }
              - { id: r90, title: Most, at_most: -90 % }
          - id: drawn
            title: Drawn response
            kind: responder
            at: 8 weeks
            thresholds:
              - { id: d20, title: By probability, probability: p }
          - id: infection
            title: Infection
            kind: time-to-event
            cumulative_hazard: H
            from: 2 weeks
        published:
          - { trial: T, arm: drug, quantity: mean-difference, endpoint: change, value: -1.2, low: -1.5, high: -0.9, population: P, matches: Yes, source: S, confidence: M }
          - { trial: T, arm: drug, quantity: geometric-mean-ratio, endpoint: season, value: 0.7, population: P, matches: Yes, source: S, confidence: M }
          - { trial: T, arm: drug, quantity: responders, endpoint: r50, value: 40 %, population: P, matches: Yes, source: S, confidence: M }
          - { trial: T, arm: drug, quantity: efficacy, endpoint: infection, value: 60 %, low: -5 %, high: 80 %, population: P, matches: Yes, source: S, confidence: M }
          - { trial: T, arm: drug, quantity: adverse-event, term: Headache, value: 20 %, population: P, matches: Yes, source: S, confidence: M }
          - { trial: T, arm: drug, quantity: adverse-event-per-dose, term: Reaction, value: 0.1 %, population: P, matches: Yes, source: S, confidence: M }
        """;

    [Fact]
    public void Endpoints_are_read_with_their_units()
    {
        var study = Read(Good).Value!;

        Assert.Equal(["change", "season", "response", "drawn", "infection"], study.Endpoints.Select(e => e.Id));
        var change = Assert.IsType<ContinuousEndpoint>(study.Endpoints[0]);
        Assert.Equal((Taken.AtTime, 56.0, Measure.Change, Better.Lower, false, true), (change.Reading.Take, change.Reading.From, change.Reading.Measure, change.Better, change.IsGeometric, change.Reading.WithMeasurementError));
        var season = Assert.IsType<ContinuousEndpoint>(study.Endpoints[1]);
        Assert.Equal((Taken.Maximum, 30.0, 60.0, 2.0, 0.5, true, false), (season.Reading.Take, season.Reading.From, season.Reading.To, season.Reading.Every, season.Reading.DetectionLimit, season.IsGeometric, season.Reading.WithMeasurementError));
        var response = Assert.IsType<ResponderEndpoint>(study.Endpoints[2]);
        Assert.Equal([("r50", -50.0), ("r90", -90.0)], response.Thresholds.Select(t => (t.Id, t.AtMost)));
        Assert.Equal(("%", Better.Higher), (response.Reading!.Unit.Text, response.Better));
        var drawn = Assert.IsType<ResponderEndpoint>(study.Endpoints[3]);
        Assert.Equal((56.0, "p"), (drawn.At, drawn.Thresholds[0].Probability));
        var infection = Assert.IsType<TimeToEventEndpoint>(study.Endpoints[4]);
        Assert.Equal(("H", 14.0, Better.Lower), (infection.CumulativeHazard, infection.From, infection.Better));
    }

    [Fact]
    public void Arms_may_be_placebo_or_nothing()
    {
        var study = Read(Good).Value!;

        Assert.Equal([false, true, false], study.Arms.Select(a => a.IsPlacebo));
        Assert.Equal(["once", "often", "none"], study.Arms.Select(a => a.Regimen.Id));
        Assert.Empty(study.Arms[2].Regimen.Doses);
        Assert.Equal((false, false), (study.HasTumour, study.HasSurvival));
    }

    [Fact]
    public void Rates_under_placebo_and_per_dose_are_read()
    {
        var events = Read(Good).Value!.Arms[1].Therapy.AdverseEvents.Cast<PublishedAdverseEvent>().ToList();

        Assert.Equal([(false, 0.05), (true, double.NaN)], events.Select(e => (e.IsPerDose, e.PlaceboIncidence)));
        Assert.Equal([0.8, 0.2, 0, 0, 0], events[0].PlaceboGrades.Select(p => Math.Round(p, 12)));
        Assert.True(Read(Good).Value!.Arms[1].CanHave(events[0]));
        Assert.False(Read(Good).Value!.Arms[1].CanHave(events[1]));
    }

    [Fact]
    public void Published_results_have_the_unit_of_their_endpoint()
    {
        var published = Read(Good).Value!.Published;

        Assert.Equal(["1", "1", "%", "%", "%", "%"], published.Select(p => p.Unit));
        Assert.Equal([-1.2, 0.7, 40, 60, 20, 0.1], published.Select(p => Math.Round(p.Value, 12)));
        Assert.Equal(["change", "season", "r50", "infection", "", ""], published.Select(p => p.Endpoint));
        Assert.Equal(["", "", "", "", "Headache", "Reaction"], published.Select(p => p.Term));
    }

    [Theory]
    [InlineData("    output: score\n    at: 8 weeks\n    measure: change\n", "    output: scor\n    at: 8 weeks\n    measure: change\n", "TH4016", "score", "scor\n")]
    [InlineData("kind: continuous\n    output: score\n    at: 8 weeks", "kind: continous\n    output: score\n    at: 8 weeks", "TH4008", "continuous", "continous")]
    [InlineData("at: 8 weeks\n    measure: change", "at: 30 weeks\n    measure: change", "TH4018", null, "30 weeks")]
    [InlineData("at: 8 weeks\n    measure: change", "at: 8 mg\n    measure: change", "TH4006", null, "8 mg")]
    [InlineData("    at: 8 weeks\n    measure: change\n", "    measure: change\n", "TH4018", null, "change\n")]
    [InlineData("to: 60 d", "to: 20 d", "TH4018", null, "20 d")]
    [InlineData("to: 60 d", "to: 160 d", "TH4018", null, "160 d")]
    [InlineData("every: 2 d", "every: 1e-4 d", "TH4007", null, "1e-4 d")]
    [InlineData("take: maximum", "take: maximal", "TH4008", "maximum", "maximal")]
    [InlineData("at_most: -50 %", "at_most: -50 mg", "TH4006", null, "-50 mg")]
    [InlineData("{ id: r90, title: Most, at_most: -90 % }", "{ id: r90, title: Most }", "TH4018", null, "r90")]
    [InlineData("id: r90", "id: r50", "TH4017", null, "r50")]
    [InlineData("id: season\n", "id: change\n", "TH4017", null, "change\n")]
    [InlineData("id: season\n", "id: Season 3\n", "TH4006", null, "Season 3")]
    [InlineData("probability: p", "probability: q", "TH4016", null, "q")]
    [InlineData("probability: p", "at_least: 3", "TH4018", null, "d20")]
    [InlineData("cumulative_hazard: H", "cumulative_hazard: A", "TH4014", null, "A\n")]
    [InlineData("from: 2 weeks", "from: 20 weeks", "TH4018", null, "20 weeks")]
    [InlineData("placebo: true", "placebo: perhaps", "TH4006", null, "perhaps")]
    [InlineData("regimen: often, placebo: true", "regimen: none, placebo: true", "TH4018", null, "true")]
    [InlineData("quantity: mean-difference, endpoint: change", "quantity: mean-difference", "TH4018", null, "mean-difference")]
    [InlineData("quantity: mean-difference, endpoint: change", "quantity: mean-difference, endpoint: chance", "TH4016", "change", "chance")]
    [InlineData("quantity: mean-difference, endpoint: change", "quantity: responders, endpoint: change", "TH4018", null, "responders")]
    [InlineData("quantity: responders, endpoint: r50", "quantity: orr", "TH4018", null, "orr")]
    [InlineData("arm: drug, quantity: efficacy", "arm: placebo, quantity: efficacy", "TH4018", null, "placebo, quantity")]
    [InlineData("term: Headache", "term: Headake", "TH4016", "Headache", "Headake")]
    public void What_is_wrong_is_reported_with_its_place(string good, string bad, string code, string? suggestion, string place)
    {
        string text = Good.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);

        var read = Read(text);

        Assert.False(read.Succeeded);
        var finding = Assert.Contains(code, read.Findings.GroupBy(f => f.Rule.Code).ToDictionary(g => g.Key, g => g.First()));
        string[] lines = text.Split('\n');
        string rest = string.Join('\n', lines[(finding.Span.Line - 1)..])[(finding.Span.Column - 1)..];
        Assert.StartsWith(place, rest, StringComparison.Ordinal);
        if (suggestion is not null)
        {
            Assert.Equal(suggestion, finding.Suggestion);
        }
    }

    [Fact]
    public void A_study_that_compares_nothing_is_refused()
    {
        int from = Good.IndexOf("endpoints:", StringComparison.Ordinal);

        var read = Read(Good[..from]);

        Assert.Contains("there is nothing to compare", Assert.Single(read.Findings).ToString(), StringComparison.Ordinal);
    }

    private static Checked<Study> Read(string text)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["library/small"]);
        File.WriteAllText(folder["library/small/model.ant"], Model);
        File.WriteAllText(folder["library/small/therapy.yaml"], Therapy);
        File.WriteAllText(folder["study.yaml"], text);
        var library = TherapyLibrary.Find(folder["library"]);
        Assert.True(library.Succeeded, string.Join('\n', library.Findings));
        return StudyReader.Read(folder["study.yaml"], library.Value);
    }

    private const string Model = """
        model small()
          unit time_unit = 86400 second
          unit day = 86400 second
          unit mg = 1e-3 gram
          A' = -k*A;          A = 0;   A has mg
          k = 0.1;            k has 1/day
          score := 5/(1 + A/A50); score has dimensionless
          A50 = 10;           A50 has mg
          H' = h;             H = 0;   H has dimensionless
          h = 0.001;          h has 1/day
          p = 0.3;            p has dimensionless
        end
        """;

    private const string Therapy = """
        title: Small
        kind: test
        disease: test
        drugs: [drug]
        summary: A therapy of a test.
        model: model.ant
        outputs:
          - { name: score, label: Score, unit: "1" }
          - { name: A, label: Drug, unit: mg, role: concentration }
        population: {}
        regimens:
          - id: once
            title: Once
            doses: [{ amount: 100 mg, drug: drug, target: A }]
            source: a test
          - id: often
            title: Often
            doses: [{ amount: 100 mg, drug: drug, target: A, every: 1 week }]
            source: a test
        adverse_events:
          - kind: published
            term: Headache
            class: general
            incidence: 20 %
            grades: [16 %, 4 %, 0 %, 0 %, 0 %]
            placebo_incidence: 5 %
            onset: { median: 10 d }
            duration: { median: 1 d }
            source: a test
            confidence: A
          - kind: published
            term: Reaction
            class: general
            per: dose
            incidence: 0.1 %
            grades: [0.1 %, 0 %, 0 %, 0 %, 0 %]
            onset: { median: 1 h }
            duration: { median: 1 h }
            source: a test
            confidence: A
        limits: []
        citations: {}
        """;
}
