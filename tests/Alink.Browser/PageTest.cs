using System.Text.RegularExpressions;
using System.Threading.Channels;
using Alink.Classification;
using Alink.Drift;
using Alink.Evaluation;
using Alink.Features;
using Alink.Runtime;
using Alink.Tables;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Alink.Browser;

[Trait("Needs", "Chromium")]
public partial class PageTest(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Model_version_and_quality_are_seen_at_first_glance()
    {
        await using var site = await Site.OpenAsync(chromium);
        await site.PublishAsync(7, "auc", 0.93125);

        var card = site.Card("houses");

        await Expect(card.GetByRole(AriaRole.Heading, new() { Name = "houses" })).ToBeInViewportAsync();
        await Expect(card.GetByText("version 7", new() { Exact = true })).ToBeInViewportAsync();
        await Expect(card.GetByText("on 21,000 rows")).ToBeInViewportAsync();
        await Expect(Site.Figure(card, "auc")).ToHaveTextAsync("0.9313");
        await Expect(Site.Figure(card, "auc")).ToBeInViewportAsync();
        await Expect(site.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("ready");
    }

    [Fact]
    public async Task A_model_that_was_not_measured_says_so()
    {
        await using var site = await Site.OpenAsync(chromium);

        await Expect(site.Card("houses").GetByText("Not measured")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Many_models_stand_side_by_side_in_the_order_of_their_numbers_and_can_be_looked_for()
    {
        await using var site = await Site.OpenAsync(chromium, options =>
        {
            for (var i = 1; i <= 100; i++)
            {
                options.Add($"model-{i}", Site.Pricer(), Site.Houses().Schema);
            }
        });
        var names = site.Page.Locator("#models h2");

        await Expect(names.Nth(2)).ToHaveTextAsync("model-2");
        await Expect(names.Nth(2)).ToBeInViewportAsync();
        await Expect(site.Page.GetByText("101 models")).ToBeInViewportAsync();
        await site.Page.GetByLabel("Find").FillAsync("MODEL-77");
        await Expect(names).ToHaveTextAsync(["model-77"]);
        await Expect(site.Page.GetByText("1 of 101 models")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Another_version_is_shown_without_a_reload_and_its_quality_beside_those_before()
    {
        await using var site = await Site.OpenAsync(chromium);
        await site.PublishAsync(7, value: 0.5);
        await Expect(Site.Figure(site.Card("houses"), "rmse")).ToHaveTextAsync("0.5");
        await site.Page.EvaluateAsync("window.stays = true");

        await site.PublishAsync(8, value: 0.25);

        await Expect(site.Card("houses").GetByText("version 8", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Site.Figure(site.Card("houses"), "rmse")).ToHaveTextAsync("0.25");
        await Expect(site.Card("houses").GetByText("0.25 to 0.5 in 2 versions")).ToBeVisibleAsync();
        await Expect(site.Card("houses").Locator(".quality polyline")).ToHaveAttributeAsync("points", "1,1 2,19");
        Assert.True(await site.Page.EvaluateAsync<bool>("window.stays"));
    }

    [Fact]
    public async Task A_row_is_scored_and_a_wrong_one_told()
    {
        await using var site = await Site.OpenAsync(chromium);
        var size = site.Page.GetByLabel("size");

        await size.FillAsync("3");
        await site.Page.GetByText("Score", new() { Exact = true }).ClickAsync();
        await Expect(Site.Figure(site.Answer, "prediction")).ToHaveTextAsync("7");
        await Expect(Site.Figure(site.Answer, "by version")).ToHaveTextAsync("1");
        await size.FillAsync("big");
        await site.Page.Keyboard.PressAsync("Enter");
        await Expect(site.Answer).ToContainTextAsync("Column 'size'");
        await Expect(site.Answer).ToContainTextAsync("big");
        await site.Page.GetByText("Fill in an example").ClickAsync();
        await site.Page.GetByText("Score", new() { Exact = true }).ClickAsync();
        await Expect(Site.Figure(site.Answer, "prediction")).ToHaveTextAsync("4");
        await Expect(Site.Figure(site.Card("houses"), "refused or failed")).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task The_figures_of_a_stream_job_move()
    {
        await using var site = await Site.OpenAsync(chromium);
        var rows = Channel.CreateUnbounded<Table>();
        var running = Job("clicks", rows, 100).RunAsync();
        var card = site.Card("clicks");

        await rows.Writer.WriteAsync(Clicks(0, 200));
        await Expect(card.GetByRole(AriaRole.Heading, new() { Name = "200 rows in 2 epochs" })).ToBeVisibleAsync();
        await Expect(card.GetByText("running", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Site.Figure(card, "auc, last window")).ToHaveTextAsync(WellTold());
        await Expect(Site.Figure(card, "rows waiting (lag)")).ToHaveTextAsync("0");
        await Expect(Site.Figure(card, "model version")).ToHaveTextAsync("2");
        await Expect(Site.Figure(card, "drifts")).ToHaveTextAsync("0");
        await rows.Writer.WriteAsync(Clicks(200, 200, isTurned: true));
        await Expect(card.GetByRole(AriaRole.Heading, new() { Name = "400 rows in 4 epochs" })).ToBeVisibleAsync();
        await Expect(Site.Figure(card, "drifts")).ToHaveTextAsync("1");
        await Expect(Site.Figure(card, "auc, last window")).Not.ToHaveTextAsync(WellTold());
        await Expect(Site.Figure(card, "rows a second")).Not.ToHaveTextAsync("–");
        rows.Writer.Complete();
        await running;
        await Expect(card.GetByText("ended", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Names_of_somebody_else_are_text_and_never_act()
    {
        const string hostile = "<img src=x onerror='window.acted = true'>";
        await using var site = await Site.OpenAsync(chromium, options => options.Add(
            "attack", Site.Pricer(hostile), Site.Houses(hostile).Schema));
        await site.PublishAsync(2, hostile);
        await new StreamJob(hostile).Run(TableStream.Of(Clicks(0, 10), 10)).RunAsync();

        await Expect(Site.Figure(site.Card("houses"), hostile)).ToHaveTextAsync("0.25");
        await Expect(site.Card(hostile)).ToBeVisibleAsync();
        await site.Page.GetByLabel("Model").Last.SelectOptionAsync("attack");
        await site.Page.GetByLabel(hostile).FillAsync(hostile);
        await site.Page.Keyboard.PressAsync("Enter");
        await Expect(site.Answer).ToContainTextAsync(hostile);
        Assert.Equal(0, await site.Page.Locator("img").CountAsync());
        Assert.False(await site.Page.EvaluateAsync<bool>("'acted' in window"));
    }

    [Fact]
    public async Task No_request_leaves_the_server_and_no_other_would_be_let_out()
    {
        await using var site = await Site.OpenAsync(chromium);
        await Expect(site.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("ready");

        Assert.Contains(site.Address + "status", site.Asked);
        Assert.All(site.Asked.ToArray(), address => Assert.StartsWith(site.Address, address));
        await site.Page.EvaluateAsync("""
            document.addEventListener('securitypolicyviolation', violation => window.blocked = violation.blockedURI);
            fetch('http://127.0.0.2:9/').catch(() => {});
            """);
        await site.Page.WaitForFunctionAsync("window.blocked?.startsWith('http://127.0.0.2:9')");
    }

    [Fact]
    public async Task The_key_is_asked_for_and_then_all_is_shown()
    {
        await using var site = await Site.OpenAsync(chromium, options => options.ApiKey = "sesame");
        await Expect(site.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("must bring the API key");

        await site.Page.GetByLabel("API key").FillAsync("sesame");

        await Expect(site.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("ready");
        await Expect(site.Card("houses")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_server_that_is_gone_is_told()
    {
        await using var site = await Site.OpenAsync(chromium);
        await Expect(site.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("ready");

        await site.StopAsync();

        await Expect(site.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The server does not answer.");
    }

    /// <summary>With the variable ALINK_SCREENSHOTS of the environment, pictures are left in the folder that it names.</summary>
    [Theory]
    [InlineData(ColorScheme.Light, 1280, 900)]
    [InlineData(ColorScheme.Dark, 1280, 900)]
    [InlineData(ColorScheme.Light, 390, 844)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task The_page_fits_windows_that_are_wide_or_narrow_and_light_or_dark(ColorScheme scheme, int width, int height)
    {
        await using var site = await Site.OpenAsync(
            chromium,
            options => options.Add("a-model-whose-name-is-long.and-has.dots_and_more", Site.Pricer(), Site.Houses().Schema).Add("awaited"),
            new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        foreach (var number in Enumerable.Range(1, 12))
        {
            await site.PublishAsync(number, "auc", 0.95 - (0.3 / number));
        }

        var name = $"clicks-{scheme}-{width}";
        var rows = Channel.CreateUnbounded<Table>();
        var running = Job(name, rows, 100).RunAsync();
        await rows.Writer.WriteAsync(Clicks(0, 1000));
        await rows.Writer.WriteAsync(Clicks(1000, 1000, isTurned: true));
        await Expect(site.Card(name).GetByRole(AriaRole.Heading, new() { Name = "2,000 rows in 20 epochs" })).ToBeVisibleAsync();
        await Expect(Site.Figure(site.Card(name), "rows a second")).Not.ToHaveTextAsync("–");
        await PictureAsync("glance");
        await site.Page.GetByText("Fill in an example").ClickAsync();
        await site.Page.GetByText("Score", new() { Exact = true }).ClickAsync();
        await Expect(site.Answer.Locator(".figure")).ToHaveCountAsync(2);

        Assert.Equal(width, await site.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await PictureAsync("whole", isWhole: true);
        rows.Writer.Complete();
        await running;

        Task PictureAsync(string of, bool isWhole = false) => Environment.GetEnvironmentVariable("ALINK_SCREENSHOTS") is { } folder
            ? site.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{scheme}-{width}-{of}.png"), FullPage = isWhole })
            : Task.CompletedTask;
    }

    [GeneratedRegex(@"^0\.9\d+$")]
    internal static partial Regex WellTold();

    /// <summary>Learns which x are clicked, measures each hundred rows, and watches the mistakes.</summary>
    static StreamJob Job(string name, Channel<Table> rows, int epoch)
    {
        var learnt = TableStream.From(Clicks(0, 1).Schema, rows.Reader.ReadAllAsync()).Train(
            new Pipeline(
                new VectorAssembler { Columns = ["x"] }, new Ftrl { Positive = "yes", L1 = 0 },
                new Select { Clause = "*, case when label <> prediction then 1.0 else 0.0 end as error" },
                new PageHinkley { Threshold = 10 }),
            new OnlineTrainingOptions());
        return new StreamJob(name) { Options = new() { Trigger = StreamTrigger.EveryRows(epoch) } }
            .Run(learnt.Evaluate(new BinaryEvaluator { Positive = "yes" }, EvaluationWindow.OfRows(epoch)));
    }

    /// <summary>Clicks where x is above 4, or, once turned, below 5.</summary>
    static Table Clicks(int from, int count, bool isTurned = false) => Table
        .Of("x", [.. Enumerable.Range(from, count).Select(i => (double)(i % 10))])
        .With("label", [.. Enumerable.Range(from, count).Select(i => i % 10 > 4 != isTurned ? "yes" : "no")]);
}
