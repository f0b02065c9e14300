using Alink.Clustering;
using Alink.Interactive;
using Alink.Runtime;

namespace Alink.Tests.Interactive.Shown;

public class ShownProgressTest
{
    readonly List<(string Html, string Id, bool IsUpdate)> _shown = [];

    [Fact]
    public void A_training_is_shown_in_one_place_that_changes_with_the_curve_of_its_loss()
    {
        var progress = new Globals((data, id, isUpdate) => _shown.Add((data["text/html"], id, isUpdate))).ShowProgress();
        progress.Report(new("<scale>", 1, null, 10));
        progress.Report(new("learn", 1, 0.75, 10));
        progress.Report(new("learn", 2, 0.5, 10));
        Assert.Equal([false, true, true], _shown.Select(shown => shown.IsUpdate));
        Assert.Single(_shown.Select(shown => shown.Id).Distinct());
        Assert.Contains("&lt;scale&gt;", _shown[0].Html);
        Assert.Contains("loss 0.75", _shown[1].Html);
        Assert.DoesNotContain("<svg", _shown[1].Html);
        Assert.Contains("<polyline", _shown[2].Html);
    }

    [Fact]
    public void A_training_reports_to_it()
    {
        var progress = new Globals((data, id, isUpdate) => _shown.Add((data["text/html"], id, isUpdate))).ShowProgress();
        new KMeans { K = 2 }.Fit(Table.Of<Vector>("features", [1.0], [2.0], [4.0], [9.0]), new TrainingOptions { Progress = progress });
        Assert.Contains("iteration", _shown[^1].Html);
    }
}
