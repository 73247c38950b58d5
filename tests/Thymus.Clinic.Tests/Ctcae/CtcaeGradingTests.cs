using Thymus.Clinic.Ctcae;

namespace Thymus.Clinic.Tests.Ctcae;

/// <summary>Limits of CTCAE v5.0 (NCI 2017) and v6.0, typed again from the project's dossiers: the tables are checked, not copied.</summary>
public sealed class CtcaeGradingTests
{
    private static readonly LaboratoryLimits Liver = new(double.NaN, 40);

    [Theory]
    [InlineData("Neutropenia", 1.8, 0)]
    [InlineData("Neutropenia", 1.79, 1)]
    [InlineData("Neutropenia", 1.5, 1)]
    [InlineData("Neutropenia", 1.49, 2)]
    [InlineData("Neutropenia", 1.0, 2)]
    [InlineData("Neutropenia", 0.99, 3)]
    [InlineData("Neutropenia", 0.5, 3)]
    [InlineData("Neutropenia", 0.49, 4)]
    [InlineData("Thrombocytopenia", 150, 0)]
    [InlineData("Thrombocytopenia", 75, 1)]
    [InlineData("Thrombocytopenia", 74, 2)]
    [InlineData("Thrombocytopenia", 49, 3)]
    [InlineData("Thrombocytopenia", 24, 4)]
    [InlineData("Anaemia", 12, 0)]
    [InlineData("Anaemia", 10, 1)]
    [InlineData("Anaemia", 9.9, 2)]
    [InlineData("Anaemia", 7.9, 3)]
    [InlineData("Anaemia", 2, 3)]     // grade 4 is a clinical judgement
    [InlineData("Lymphopenia", 1.1, 1)]
    [InlineData("Lymphopenia", 0.79, 2)]
    [InlineData("Lymphopenia", 0.49, 3)]
    [InlineData("Lymphopenia", 0.19, 4)]
    [InlineData("Lymphocytosis", 4, 0)]
    [InlineData("Lymphocytosis", 4.1, 2)]
    [InlineData("Lymphocytosis", 20.1, 3)]
    [InlineData("Leukopenia", 3.9, 1)]
    [InlineData("Leukopenia", 2.9, 2)]
    [InlineData("Leukopenia", 1.9, 3)]
    [InlineData("Leukopenia", 0.9, 4)]
    [InlineData("CD4 lymphopenia", 0.49, 2)]
    [InlineData("CD4 lymphopenia", 0.19, 3)]
    [InlineData("CD4 lymphopenia", 0.049, 4)]
    public void Count_is_graded_by_its_limits(string term, double value, int grade) =>
        Assert.Equal(grade, CtcaeGrading.Grade(term, value));

    [Theory]
    [InlineData("ALT increased", 1.0, 0)]
    [InlineData("ALT increased", 1.01, 1)]
    [InlineData("ALT increased", 3.0, 1)]
    [InlineData("ALT increased", 3.01, 2)]
    [InlineData("ALT increased", 5.01, 3)]
    [InlineData("ALT increased", 20.0, 3)]
    [InlineData("ALT increased", 20.1, 4)]
    [InlineData("AST increased", 5.01, 3)]
    [InlineData("ALP increased", 2.5, 1)]
    [InlineData("ALP increased", 2.51, 2)]
    [InlineData("ALP increased", 20.1, 4)]
    [InlineData("GGT increased", 5.1, 3)]
    [InlineData("Blood bilirubin increased", 1.5, 1)]
    [InlineData("Blood bilirubin increased", 1.51, 2)]
    [InlineData("Blood bilirubin increased", 3.01, 3)]
    [InlineData("Blood bilirubin increased", 10.1, 4)]
    [InlineData("Creatinine increased", 1.5, 1)]
    [InlineData("Creatinine increased", 1.51, 2)]
    [InlineData("Creatinine increased", 3.01, 3)]
    [InlineData("Creatinine increased", 6.0, 3)]
    [InlineData("Creatinine increased", 6.01, 4)]
    public void Chemistry_is_graded_by_multiples_of_the_upper_limit(string term, double multiple, int grade) =>
        Assert.Equal(grade, CtcaeGrading.Find(term)!.Grade(multiple * 40, Liver));

    [Theory]   // baseline 80 with an upper limit of 40
    [InlineData("ALT increased", 119, 0)]
    [InlineData("ALT increased", 120, 1)]
    [InlineData("ALT increased", 240, 1)]
    [InlineData("ALT increased", 241, 2)]
    [InlineData("ALT increased", 401, 3)]
    [InlineData("ALT increased", 1601, 4)]
    [InlineData("ALP increased", 159, 0)]
    [InlineData("ALP increased", 160, 1)]
    [InlineData("Blood bilirubin increased", 80, 0)]
    [InlineData("Blood bilirubin increased", 81, 1)]
    [InlineData("Blood bilirubin increased", 121, 2)]
    public void Abnormal_baseline_takes_the_place_of_the_upper_limit(string term, double value, int grade) =>
        Assert.Equal(grade, CtcaeGrading.Find(term)!.Grade(value, Liver with { Baseline = 80 }));

    [Fact]
    public void Creatinine_also_counts_multiples_of_a_normal_baseline()
    {
        var creatinine = CtcaeGrading.Find("Creatinine increased")!;
        var limits = new LaboratoryLimits(double.NaN, 106, Baseline: 50);

        Assert.Equal([0, 2, 3], new[] { 74.0, 76, 151 }.Select(v => creatinine.Grade(v, limits)));
    }

    [Theory]
    [InlineData(1.79, 0)]
    [InlineData(1.49, 1)]
    [InlineData(0.99, 2)]
    [InlineData(0.49, 3)]
    [InlineData(0.1, 3)]
    [InlineData(0.09, 4)]
    public void Version_6_grades_neutropenia_one_lower(double value, int grade) =>
        Assert.Equal(grade, CtcaeGrading.Find("Neutropenia", "6.0")!.Grade(value));

    [Fact]
    public void Rounding_noise_does_not_raise_a_grade() =>
        Gen.Double[1, 500].Sample(upper =>
        {
            var alt = CtcaeGrading.Find("ALT increased")!;
            var limits = new LaboratoryLimits(double.NaN, upper);
            return alt.Grade(upper * 0.1 * 30, limits) == 1 && alt.Grade(upper / 0.2, limits) == 2 && alt.Grade(upper * 3.0001, limits) == 2;
        });

    [Fact]
    public void Worse_values_never_have_a_lower_grade() =>
        Gen.Select(Gen.Double[0, 2000], Gen.Double[0, 2000], Gen.Double[1, 200]).Sample((a, b, baseline) =>
            CtcaeGrading.Terms().All(t =>
            {
                var limits = t.Typical with { Baseline = baseline };
                int low = t.Grade(Math.Min(a, b), limits), high = t.Grade(Math.Max(a, b), limits);
                return t.Name.EndsWith("increased", StringComparison.Ordinal) ? low <= high : low >= high;
            }));

    [Fact]
    public void Unknown_limits_and_values_give_no_grade()
    {
        var unknown = new LaboratoryLimits(double.NaN, double.NaN);

        Assert.Equal(0, CtcaeGrading.Find("ALT increased")!.Grade(1000, unknown));
        Assert.Equal(0, CtcaeGrading.Find("Neutropenia")!.Grade(1.6, unknown));
        Assert.Equal(2, CtcaeGrading.Find("Neutropenia")!.Grade(1.4, unknown));
        Assert.Equal(0, CtcaeGrading.Grade("Neutropenia", double.NaN));
    }

    [Fact]
    public void Terms_are_found_by_name_and_alias_in_any_case()
    {
        Assert.Same(CtcaeGrading.Find("Neutrophil count decreased"), CtcaeGrading.Find("neutropenia"));
        Assert.Null(CtcaeGrading.Find("Pneumonitis"));
        Assert.Null(CtcaeGrading.Find("Neutropenia", "4.03"));
        Assert.Throws<ArgumentException>(() => CtcaeGrading.Grade("Pneumonitis", 1));
    }

    [Fact]
    public void Every_term_has_a_unit_and_the_limits_its_grades_need() =>
        Assert.All(CtcaeGrading.Terms(), term =>
        {
            Assert.NotEmpty(term.Unit.Text);
            Assert.NotEqual(0, term.Name.EndsWith("increased", StringComparison.Ordinal) ? term.Grade(1e9) : term.Grade(0));
        });
}
