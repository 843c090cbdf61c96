#include <algorithm>
#include <asio/error.hpp>
#include <asio/experimental/channel_error.hpp>
#include <cstddef>
#include <deque>
#include <exception>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <support/awkward.hpp>
#include <support/stage.hpp>
#include <utility>
#include <vector>

#include "channels.hpp"
#include "lessons.hpp"
#include "restaurant.hpp"

using workbook::both_orders;
using workbook::in_french;
using workbook::limits;
using workbook::Teaching;
using workbook::uses;

TEST_CASE("each order is on the pass before the next one is asked for",
          "[step1]") {
  in_french("chaque commande est au passe avant qu'on ne demande la suivante");
  Stage stage;
  Guests guests(stage, the_room);
  auto& pass = make<Pass>(stage, 10);
  auto waiter =
      stage.run("take_orders", exo34::take_orders(guests.room(), pass));
  guests.order({menu[0]});
  stage.settle();
  EXPECT(sends_too_late, taken_from(pass) == menu[0]);
}

TEST_CASE("a full pass makes the waiter wait", "[step1]") {
  in_french("un passe plein fait attendre le serveur");
  for (const int capacity : capacities) {
    Stage stage;
    Guests guests(stage, the_room);
    auto& pass = make<Pass>(stage, capacity);
    guests.order(many_orders(capacity + 3));
    const Teaching if_it_never_returns(orders_lost);
    auto waiter =
        stage.run("take_orders", exo34::take_orders(guests.room(), pass));
    EXPECT(orders_lost, guests.asked() == capacity + 1);
    EXPECT(orders_lost, taken_from(pass) == many_orders(1)[0]);
    stage.settle();
    EXPECT(orders_lost, guests.asked() == capacity + 2);
  }
}

TEST_CASE("every order crosses the pass, and then the end", "[step1]") {
  in_french("toute commande passe, puis vient la fin");
  for (const int capacity : capacities)
    for (const auto& orders : {menu, odd_texts, Orders(), many_orders(300)}) {
      Stage stage;
      Guests guests(stage, the_room);
      auto& pass = make<Pass>(stage, capacity);
      guests.order(orders);
      guests.leave();
      const Teaching if_it_never_returns(orders_lost);
      auto waiter =
          stage.run("take_orders", exo34::take_orders(guests.room(), pass));
      Helper helper(stage);
      auto help = stage.run(the_helper, helper.help(pass));
      EXPECT(close_is_not_the_end, !helper.found_it_closed());
      const auto unknown = strangers(helper.orders(), orders);
      if (!helper.found_the_end()) EXPECT(magic_order, unknown == Orders{});
      const auto& lost = orders == odd_texts ? empty_counts_too : orders_lost;
      EXPECT(lost, unknown == Orders{});
      EXPECT(lost, helper.orders() == orders);
      EXPECT(no_end, helper.found_the_end());
      EXPECT(no_end, waiter.returned());
      EXPECT(no_end, empty(pass));
      EXPECT(asked_again,
             guests.asked() == static_cast<int>(orders.size()) + 1);
      EXPECT(close_is_not_the_end, pass.is_open());
      EXPECT(no_end, nobody_is_left(stage));
    }
}

TEST_CASE("the waiter returns when the end lies on the pass", "[step1]") {
  in_french("le serveur rend la main quand la fin est au passe");
  for (const int capacity : capacities) {
    Stage stage;
    Guests guests(stage, the_room);
    auto& pass = make<Pass>(stage, capacity);
    guests.order(many_orders(capacity));
    guests.leave();
    auto waiter =
        stage.run("take_orders", exo34::take_orders(guests.room(), pass));
    EXPECT(end_not_awaited, waiter.waits());
    const bool no_place = capacity == 0;
    Helper helper(stage);
    stage.run(the_helper, helper.take(pass));
    EXPECT(no_end, waiter.returned());
    EXPECT(no_end, helper.found_the_end() == no_place);
  }
}

TEST_CASE("a waiter in an empty room brings the end at once", "[step1]") {
  in_french("dans une salle vide, le serveur apporte aussitôt la fin");
  for (const int turn : uses) {
    Stage stage;
    auto& pass = make<Pass>(stage, 3);
    for (int service = 0; service < turn; ++service) {
      Guests guests(stage, the_room);
      guests.leave();
      auto waiter =
          stage.run("take_orders", exo34::take_orders(guests.room(), pass));
      EXPECT(no_end, waiter.returned());
    }
    for (int service = 0; service < turn; ++service) {
      Helper helper(stage);
      stage.run(the_helper, helper.take(pass));
      EXPECT(no_end, helper.found_the_end());
    }
    EXPECT(no_end, empty(pass));
  }
}

TEST_CASE("a room that fails is not passed over", "[step1]") {
  in_french("une salle qui échoue n'est pas passée sous silence");
  for (const auto& thrown : failures(the_room_is_on_fire))
    for (const auto when : both_ways)
      for (const int orders : {0, 1, 3}) {
        Stage stage;
        Guests guests(stage, the_room);
        auto& pass = make<Pass>(stage, 10);
        guests.order(many_orders(orders));
        guests.fail(thrown, when);
        auto waiter =
            stage.run("take_orders", exo34::take_orders(guests.room(), pass));
        EXPECT(asked_again, guests.asked() == orders + 1);
        EXPECT(unheard(thrown), waiter.threw());
        EXPECT(another_exception, as_it_came(waiter.exception(), thrown));
        EXPECT(close_is_not_the_end, pass.is_open());
        if (orders > 0) EXPECT(orders_lost, taken_from(pass) == "dish 1");
      }
}

TEST_CASE("a pass that refuses an order sends the waiter home", "[step1]") {
  in_french("un passe qui refuse une commande renvoie le serveur");
  for (const int orders : {0, 1, 3}) {
    Stage stage;
    Guests guests(stage, the_room);
    auto& pass = make<Pass>(stage, 10);
    close_the_kitchen(stage, pass);
    guests.order(many_orders(orders));
    guests.leave();
    auto waiter =
        stage.run("take_orders", exo34::take_orders(guests.room(), pass));
    EXPECT(send_failed_unnoticed, guests.asked() == 1);
    EXPECT(send_failed_unnoticed, waiter.threw());
    EXPECT(another_exception, code_of(waiter.exception()) ==
                                  asio::experimental::error::channel_closed);
  }
}

TEST_CASE("a waiter at the pass goes home when it is cancelled", "[step1]") {
  in_french("un serveur au passe s'en va quand le passe est annulé");
  for (const int capacity : {0, 2})
    for (const int orders : {0, 1, 3}) {
      Stage stage;
      Guests guests(stage, the_room);
      auto& pass = make<Pass>(stage, capacity);
      guests.order(many_orders(capacity + orders));
      guests.leave();
      auto waiter =
          stage.run("take_orders", exo34::take_orders(guests.room(), pass));
      const int asked = guests.asked();
      pass.cancel();
      stage.settle();
      EXPECT(send_failed_unnoticed, guests.asked() == asked);
      // Some bring the end of the service even so, and wait for a place.
      Helper helper(stage);
      auto help = stage.run(the_helper, helper.help(pass));
      EXPECT(send_failed_unnoticed, waiter.threw());
      EXPECT(another_exception,
             code_of(waiter.exception()) ==
                 asio::experimental::error::channel_cancelled);
    }
}

TEST_CASE("a waiter who is told to stop asks for no more orders", "[step1]") {
  in_french("un serveur qui doit arrêter ne demande plus de commande");
  for (const int orders : {0, 1, 3}) {
    Stage stage;
    Guests guests(stage, the_room);
    auto& pass = make<Pass>(stage, 2);
    guests.order(many_orders(orders));
    auto waiter =
        stage.run("take_orders", exo34::take_orders(guests.room(), pass));
    const int asked = guests.asked();
    guests.linger();
    waiter.cancel();
    stage.settle();
    EXPECT(deaf_to_stop, waiter.waits() == (guests.waiting() > 0));
    guests.let_go();
    stage.settle();
    EXPECT(deaf_to_stop, !waiter.waits());
    EXPECT(deaf_to_stop, waiter.threw());
    EXPECT(deaf_to_stop, guests.asked() == asked);
    EXPECT(close_is_not_the_end, pass.is_open());
  }
}

TEST_CASE("a waiter who is told to stop when a guest orders stops too",
          "[step1]") {
  in_french("un serveur arrêté à l'instant d'une commande s'arrête aussi");
  for (const auto& in_order : both_orders)
    for (const int capacity : {0, 10}) {
      Stage stage;
      Guests guests(stage, the_room);
      auto& pass = make<Pass>(stage, capacity);
      auto waiter =
          stage.run("take_orders", exo34::take_orders(guests.room(), pass));
      in_order([&] { guests.order(menu); }, [&] { waiter.cancel(); });
      stage.settle();
      EXPECT(deaf_to_stop, guests.asked() == 1);
      EXPECT(deaf_to_stop, waiter.threw());
    }
}

TEST_CASE("a waiter who is told to stop when all are served stops too",
          "[step1]") {
  in_french("un serveur arrêté à l'instant où tous sont servis s'arrête aussi");
  for (const auto& in_order : both_orders)
    for (const int capacity : {0, 10}) {
      Stage stage;
      Guests guests(stage, the_room);
      auto& pass = make<Pass>(stage, capacity);
      auto waiter =
          stage.run("take_orders", exo34::take_orders(guests.room(), pass));
      in_order([&] { guests.leave(); }, [&] { waiter.cancel(); });
      stage.settle();
      EXPECT(deaf_to_stop, !waiter.waits());
      // Some lay the end where there is room for it, and are done.
      if (!waiter.threw()) EXPECT(deaf_to_stop, !empty(pass));
    }
}

TEST_CASE("a waiter who is told to stop does not disturb the others",
          "[step1]") {
  in_french("un serveur qui doit arrêter ne dérange pas les autres");
  enum class Where { room, with_an_order, with_the_end };
  for (const auto where :
       {Where::room, Where::with_an_order, Where::with_the_end}) {
    Stage stage;
    Guests guests(stage, the_room);
    auto& pass = make<Pass>(stage, 1);
    lay(stage, pass, {"bread"});
    auto waiting = stage.run("send(salad)", send(pass, "salad"));
    if (where == Where::with_an_order) guests.order(menu);
    if (where == Where::with_the_end) guests.leave();
    auto waiter =
        stage.run("take_orders", exo34::take_orders(guests.room(), pass));
    waiter.cancel();
    stage.settle();
    EXPECT(deaf_to_stop, !waiter.waits());
    EXPECT(deaf_to_stop, waiter.threw());
    EXPECT(deaf_to_stop, guests.asked() == 1);
    EXPECT(close_is_not_the_end, waiting.waits());
    Helper helper(stage);
    auto help = stage.run(the_helper, helper.help(pass));
    EXPECT(close_is_not_the_end, waiting.returned());
    EXPECT(orders_lost, helper.orders() == Orders{"bread", "salad"});
  }
}

TEST_CASE("a cook at the pass waits on when a waiter leaves the room",
          "[step1]") {
  in_french(
      "un cuisinier au passe attend encore si un serveur quitte la salle");
  for (const bool fails : {false, true}) {
    Stage stage;
    Guests guests(stage, the_room);
    Helper helper(stage);
    auto& pass = make<Pass>(stage, 1);
    auto help = stage.run(the_helper, helper.help(pass));
    auto waiter =
        stage.run("take_orders", exo34::take_orders(guests.room(), pass));
    if (fails)
      guests.fail(failures(the_room_is_on_fire)[0]);
    else
      waiter.cancel();
    stage.settle();
    EXPECT(deaf_to_stop, waiter.threw());
    // Some bring the end of the service even so.
    if (!help.waits()) EXPECT(close_is_not_the_end, helper.found_the_end());
  }
}

TEST_CASE("a waiter does not disturb the others at the pass", "[step1]") {
  in_french("un serveur ne dérange pas les autres au passe");
  for (const bool fails : {false, true}) {
    Stage stage;
    Guests guests(stage, the_room);
    auto& pass = make<Pass>(stage, 1);
    auto first = stage.run("send(bread)", send(pass, "bread"));
    auto waiting = stage.run("send(salad)", send(pass, "salad"));
    if (fails) guests.fail(failures(the_room_is_on_fire)[0]);
    guests.leave();
    auto waiter =
        stage.run("take_orders", exo34::take_orders(guests.room(), pass));
    EXPECT(close_is_not_the_end, waiting.waits());
    Helper helper(stage);
    auto help = stage.run(the_helper, helper.help(pass));
    EXPECT(close_is_not_the_end, waiting.returned());
    EXPECT(close_is_not_the_end, helper.orders() == Orders{"bread", "salad"});
  }
}

TEST_CASE("the cook cooks in order, until the end of the service", "[step1]") {
  in_french("le cuisinier suit l'ordre, jusqu'à la fin du service");
  for (const int count : limits) {
    Stage stage;
    Stove stove(stage);
    auto& pass = make<Pass>(stage, 301);
    const auto orders = many_orders(count);
    lay(stage, pass, orders);
    const Teaching if_it_never_returns(orders_lost);
    auto cook =
        stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
    EXPECT(orders_lost, stove.cooked() == orders);
    EXPECT(no_end, cook.waits());
    lay_the_end(stage, pass);
    stage.settle();
    EXPECT(end_was_cooked, stove.begun() == orders);
    EXPECT(end_is_no_failure, cook.error() == "");
    EXPECT(end_is_no_failure, cook.returned());
  }
}

TEST_CASE("whatever a guest orders is cooked", "[step1]") {
  in_french("tout ce que commande un client est cuisiné");
  Stage stage;
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 20);
  lay(stage, pass, odd_texts);
  auto cook = stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
  EXPECT(magic_order, cook.waits());
  EXPECT(empty_counts_too, stove.cooked() == odd_texts);
  lay_the_end(stage, pass);
  stage.settle();
  EXPECT(end_is_no_failure, cook.returned());
}

TEST_CASE("what comes along with the end is not cooked", "[step1]") {
  in_french("ce qui accompagne la fin n'est pas cuisiné");
  for (const auto& order : odd_texts) {
    Stage stage;
    Stove stove(stage);
    auto& pass = make<Pass>(stage, 10);
    lay(stage, pass, {menu[0]});
    lay(stage, pass, asio::error::eof, order);
    auto cook =
        stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
    EXPECT(end_was_cooked, stove.begun() == Orders{menu[0]});
    EXPECT(end_is_no_failure, cook.returned());
  }
}

TEST_CASE("what lies behind the end stays on the pass", "[step1]") {
  in_french("ce qui suit la fin reste au passe");
  Stage stage;
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 10);
  lay(stage, pass, {menu[0]});
  lay_the_end(stage, pass);
  lay(stage, pass, {menu[1], menu[2]});
  lay_the_end(stage, pass);
  auto cook = stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
  EXPECT(behind_the_end, stove.begun() == Orders{menu[0]});
  EXPECT(close_is_not_the_end, pass.is_open());
  auto next = stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
  EXPECT(behind_the_end, stove.cooked() == menu);
  EXPECT(behind_the_end, next.returned());
  EXPECT(behind_the_end, empty(pass));
}

TEST_CASE("who waits behind the end still waits", "[step1]") {
  in_french("qui attend après la fin attend encore");
  Stage stage;
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 0);
  auto cook = stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
  auto end = stage.start("send(eof)", send(pass, asio::error::eof, Order()));
  auto ada = stage.run("send(soup)", send(pass, menu[0]));
  EXPECT(end_is_no_failure, cook.returned());
  EXPECT(behind_the_end, ada.waits());
  EXPECT(behind_the_end, taken_from(pass) == menu[0]);
}

TEST_CASE("one dish at a time", "[step1]") {
  in_french("un plat à la fois");
  Stage stage;
  Stove stove(stage);
  stove.slow();
  auto& pass = make<Pass>(stage, 10);
  lay(stage, pass, menu);
  lay_the_end(stage, pass);
  auto cook = stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
  EXPECT(cook_and_forget, stove.begun() == Orders{menu[0]});
  EXPECT(cook_and_forget, cook.waits());
  EXPECT(cook_and_forget, taken_from(pass) == menu[1]);
  stove.finish_one();
  stage.settle();
  EXPECT(cook_and_forget, stove.begun() == Orders{menu[0], menu[2]});
  EXPECT(cook_and_forget, cook.waits());
  stove.quick();
  stage.settle();
  EXPECT(cook_and_forget, stove.cooked() == Orders{menu[0], menu[2]});
  EXPECT(end_is_no_failure, cook.returned());
}

TEST_CASE("a pass that fails is not the end of the service", "[step1]") {
  in_french("un passe en panne n'est pas la fin du service");
  for (const auto& error : other_errors)
    for (const int before : {0, 1, 3})
      for (const auto* along : {"", "soup"}) {
        Stage stage;
        Stove stove(stage);
        auto& pass = make<Pass>(stage, 10);
        lay(stage, pass, many_orders(before));
        lay(stage, pass, error, along);
        lay_the_end(stage, pass);
        auto cook =
            stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
        EXPECT(every_error_is_the_end, stove.begun() == many_orders(before));
        EXPECT(every_error_is_the_end, cook.threw());
        EXPECT(another_exception, code_of(cook.exception()) == error);
      }
}

TEST_CASE("a pass that closes is not the end of the service", "[step1]") {
  in_french("un passe qui ferme n'est pas la fin du service");
  for (const bool waits_already : {false, true}) {
    Stage stage;
    Stove stove(stage);
    auto& pass = make<Pass>(stage, 10);
    if (!waits_already) close_the_kitchen(stage, pass);
    auto cook =
        stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
    if (waits_already) close_the_kitchen(stage, pass);
    stage.settle();
    EXPECT(every_error_is_the_end, stove.begun() == Orders{});
    EXPECT(every_error_is_the_end, cook.threw());
  }
}

TEST_CASE("a dish that fails is not the end of the service", "[step1]") {
  in_french("un plat raté n'est pas la fin du service");
  for (const auto& thrown : failures(it_is_burnt))
    for (const auto when : both_ways)
      for (const int good : {0, 1, 2}) {
        Stage stage;
        Stove stove(stage);
        stove.burn(menu[good], thrown, when);
        auto& pass = make<Pass>(stage, 10);
        lay(stage, pass, menu);
        lay(stage, pass, menu);
        lay_the_end(stage, pass);
        auto cook =
            stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
        EXPECT(every_error_is_the_end, cook.threw());
        EXPECT(another_exception, as_it_came(cook.exception(), thrown));
        EXPECT(asked_again,
               stove.begun() == Orders(menu.begin(), menu.begin() + good + 1));
        // The rest of two menus and the end: the burnt dish was not put back.
        EXPECT(asked_again, left_on(pass) == 2 * 3 + 1 - (good + 1));
      }
}

TEST_CASE("a cook who is told to stop cooks no more", "[step1]") {
  in_french("un cuisinier qui doit arrêter ne cuisine plus");
  for (const int orders : {0, 1, 3}) {
    Stage stage;
    Stove stove(stage);
    stove.slow();
    auto& pass = make<Pass>(stage, 10);
    lay(stage, pass, many_orders(orders));
    auto cook =
        stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
    stove.linger();
    cook.cancel();
    stage.settle();
    EXPECT(cook_and_forget, cook.waits() == (orders > 0));
    stove.let_go();
    stage.settle();
    EXPECT(deaf_to_stop, !cook.waits());
    EXPECT(deaf_to_stop, cook.threw());
    EXPECT(deaf_to_stop, stove.begun().size() == (orders > 0 ? 1 : 0));
    EXPECT(close_is_not_the_end, pass.is_open());
    EXPECT(asked_again, left_on(pass) == (orders > 0 ? orders - 1 : 0));
  }
}

TEST_CASE("a cook who is told to stop when a dish is ready stops too",
          "[step1]") {
  in_french(
      "un cuisinier arrêté à l'instant où un plat est prêt s'arrête aussi");
  for (const auto& in_order : both_orders) {
    Stage stage;
    Stove stove(stage);
    stove.slow();
    auto& pass = make<Pass>(stage, 10);
    lay(stage, pass, menu);
    auto cook =
        stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
    in_order([&] { stove.quick(); }, [&] { cook.cancel(); });
    stage.settle();
    EXPECT(deaf_to_stop, stove.begun() == Orders{menu[0]});
    EXPECT(deaf_to_stop, cook.threw());
  }
}

TEST_CASE("a cook who is told to stop when an order comes stops too",
          "[step1]") {
  in_french("un cuisinier arrêté à l'instant d'une commande s'arrête aussi");
  for (const auto& in_order : both_orders)
    for (const bool is_second : {false, true}) {
      Stage stage;
      Stove stove(stage);
      auto& pass = make<Pass>(stage, 10);
      const Orders before = is_second ? Orders{"bread"} : Orders();
      lay(stage, pass, before);
      auto cook =
          stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
      in_order([&] { hold_out(stage, pass, menu[0]); }, [&] { cook.cancel(); });
      stage.settle();
      EXPECT(deaf_to_stop, stove.begun() == before);
      EXPECT(deaf_to_stop, cook.threw());
    }
}

TEST_CASE("a cook who leaves does not disturb the others at the pass",
          "[step1]") {
  in_french("un cuisinier qui part ne dérange pas les autres au passe");
  enum class Way { pass_fails, dish_fails, told_to_stop };
  for (const auto way : {Way::pass_fails, Way::dish_fails, Way::told_to_stop}) {
    Stage stage;
    Stove stove(stage);
    stove.slow();
    if (way == Way::dish_fails) stove.burn(menu[0], failures(it_is_burnt)[0]);
    auto& pass = make<Pass>(stage, 0);
    auto cook =
        stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
    auto first = stage.run("send(soup)", send(pass, menu[0]));
    if (way == Way::pass_fails)
      stage.run("send(broken_pipe)",
                send(pass, asio::error::broken_pipe, Order()));
    auto waiting = stage.run("send(fish)", send(pass, menu[1]));
    if (way == Way::told_to_stop)
      cook.cancel();
    else
      stove.finish_one();
    stage.settle();
    if (way == Way::told_to_stop) EXPECT(deaf_to_stop, cook.threw());
    EXPECT(every_error_is_the_end, cook.threw());
    EXPECT(close_is_not_the_end, waiting.waits());
    EXPECT(close_is_not_the_end, pass.is_open());
    EXPECT(close_is_not_the_end, taken_from(pass) == menu[1]);
  }
}

TEST_CASE("the cook begins before the last guest has decided", "[step2]") {
  in_french("le cuisinier commence avant que le dernier client n'ait choisi");
  for (const int capacity : capacities) {
    Stage stage;
    Guests guests(stage, the_room);
    Stove stove(stage);
    const Teaching if_it_never_returns(not_at_once);
    auto serve =
        stage.run("serve", exo34::serve(guests.room(), stove.cook(),
                                        static_cast<std::size_t>(capacity)));
    guests.order({menu[0]});
    stage.settle();
    EXPECT(not_at_once, stove.cooked() == Orders{menu[0]});
    guests.order({menu[1], menu[2]});
    guests.leave();
    stage.settle();
    EXPECT(orders_lost, stove.cooked() == menu);
    EXPECT(no_end, serve.returned());
    EXPECT(left_running, nobody_is_left(stage));
  }
}

TEST_CASE("two services know nothing of each other", "[step2]") {
  in_french("deux services ne savent rien l'un de l'autre");
  Stage stage;
  Guests terrace(stage, the_terrace);
  Guests hall(stage, the_hall);
  Stove slow(stage);
  slow.slow();
  Stove quick(stage);
  terrace.order(many_orders(9));
  terrace.leave();
  const Teaching if_it_crashes(one_pass_for_all);
  auto first = stage.run("serve(capacity 3)",
                         exo34::serve(terrace.room(), slow.cook(), 3));
  auto second = stage.run("serve(capacity 1)",
                          exo34::serve(hall.room(), quick.cook(), 1));
  hall.order(menu);
  hall.leave();
  stage.settle();
  EXPECT(one_pass_for_all, quick.cooked() == menu);
  EXPECT(one_pass_for_all, second.returned());
  EXPECT(one_pass_for_all, slow.begun() == many_orders(1));
  slow.quick();
  stage.settle();
  EXPECT(one_pass_for_all, !first.waits());
}

TEST_CASE("the service lasts until the last dish is ready", "[step2]") {
  in_french("le service dure jusqu'au dernier plat");
  Stage stage;
  Guests guests(stage, the_room);
  Stove stove(stage);
  stove.slow();
  guests.order({menu[0], menu[1]});
  guests.leave();
  const Teaching if_it_never_returns(not_at_once);
  auto serve = stage.run("serve", exo34::serve(guests.room(), stove.cook(), 5));
  EXPECT(not_at_once, stove.begun() == Orders{menu[0]});
  EXPECT(ends_too_early, serve.waits());
  stove.finish_one();
  stage.settle();
  EXPECT(ends_too_early, serve.waits());
  stove.finish_one();
  stage.settle();
  EXPECT(orders_lost, stove.cooked() == Orders{menu[0], menu[1]});
  EXPECT(no_end, serve.returned());
  EXPECT(left_running, nobody_is_left(stage));
}

TEST_CASE("a slow cook slows the waiter down", "[step2]") {
  in_french("un cuisinier lent ralentit le serveur");
  for (const int capacity : capacities) {
    Stage stage;
    Guests guests(stage, the_room);
    Stove stove(stage);
    stove.slow();
    const int count = capacity + 9;
    const auto orders = many_orders(count);
    guests.order(orders);
    guests.leave();
    const Teaching if_it_never_returns(no_back_pressure);
    auto serve = stage.run("serve(capacity " + std::to_string(capacity) + ")",
                           exo34::serve(guests.room(), stove.cook(),
                                        static_cast<std::size_t>(capacity)));
    EXPECT(not_at_once, stove.begun() == Orders{orders[0]});
    EXPECT(no_back_pressure, guests.taken() <= capacity + 2);
    EXPECT(pass_without_room, guests.taken() >= capacity + 2);
    for (int ready = 1; ready <= count; ++ready) {
      stove.finish_one();
      stage.settle();
      EXPECT(no_back_pressure,
             guests.taken() == std::min(count, ready + capacity + 2));
    }
    EXPECT(orders_lost, stove.cooked() == orders);
    EXPECT(no_end, serve.returned());
  }
}

TEST_CASE("when a dish fails, the waiter is sent home", "[step2]") {
  in_french("quand un plat est raté, le serveur est renvoyé");
  for (const auto& thrown : failures(it_is_burnt))
    for (const int good : {0, 2}) {
      Stage stage;
      Guests guests(stage, the_room);
      Stove stove(stage);
      stove.burn(menu[good], thrown);
      auto serve =
          stage.run("serve", exo34::serve(guests.room(), stove.cook(), 1));
      guests.order(Orders(menu.begin(), menu.begin() + good + 1));
      stage.settle();
      EXPECT(left_running, guests.waiting() == 0);
      EXPECT(left_running, !serve.waits());
      EXPECT(failure_lost, serve.threw());
      EXPECT(victim_for_culprit, (!is_of_a_victim(serve.exception()) ||
                                  as_it_came(serve.exception(), thrown)));
      EXPECT(another_exception, (is_both(serve.exception()) ||
                                 as_it_came(serve.exception(), thrown)));
      EXPECT(left_running, nobody_is_left(stage));
    }
}

TEST_CASE("when a dish fails, a waiter at a full pass is sent home",
          "[step2]") {
  in_french(
      "quand un plat est raté, un serveur devant un passe plein est renvoyé");
  for (const auto& thrown : failures(it_is_burnt))
    for (const int capacity : {0, 1, 17}) {
      Stage stage;
      Guests guests(stage, the_room);
      Stove stove(stage);
      stove.slow();
      stove.burn("dish 1", thrown);
      guests.order(many_orders(30));
      auto serve =
          stage.run("serve", exo34::serve(guests.room(), stove.cook(),
                                          static_cast<std::size_t>(capacity)));
      const int taken = guests.taken();
      stove.finish_one();
      stage.settle();
      EXPECT(left_running, !serve.waits());
      EXPECT(left_running, guests.taken() == taken);
      EXPECT(failure_lost, serve.threw());
      EXPECT(victim_for_culprit, (!is_of_a_victim(serve.exception()) ||
                                  as_it_came(serve.exception(), thrown)));
      EXPECT(another_exception, (is_both(serve.exception()) ||
                                 as_it_came(serve.exception(), thrown)));
      EXPECT(left_running, nobody_is_left(stage));
    }
}

TEST_CASE("when a dish fails and the waiter has gone, that failure leaves",
          "[step2]") {
  in_french("quand un plat est raté après le départ du serveur, l'échec sort");
  for (const auto& thrown : failures(it_is_burnt)) {
    Stage stage;
    Guests guests(stage, the_room);
    Stove stove(stage);
    stove.slow();
    stove.burn(menu[0], thrown);
    guests.order(menu);
    guests.leave();
    auto serve =
        stage.run("serve", exo34::serve(guests.room(), stove.cook(), 9));
    stove.quick();
    stage.settle();
    EXPECT(failure_lost, serve.threw());
    EXPECT(another_exception, as_it_came(serve.exception(), thrown));
    EXPECT(left_running, stove.begun() == Orders{menu[0]});
  }
}

TEST_CASE("when the room fails, the cook is stopped at once", "[step2]") {
  in_french("quand la salle échoue, le cuisinier est arrêté aussitôt");
  for (const auto& thrown : failures(the_room_is_on_fire))
    for (const int orders : {0, 1, 3}) {
      Stage stage;
      Guests guests(stage, the_room);
      Stove stove(stage);
      stove.slow();
      guests.order(many_orders(orders));
      auto serve =
          stage.run("serve", exo34::serve(guests.room(), stove.cook(), 9));
      guests.fail(thrown);
      stage.settle();
      EXPECT(left_running, stove.cooking() == 0);
      EXPECT(left_running, !serve.waits());
      EXPECT(left_running, stove.begun().size() == (orders > 0 ? 1 : 0));
      EXPECT(failure_lost, serve.threw());
      EXPECT(victim_for_culprit, (!is_of_a_victim(serve.exception()) ||
                                  as_it_came(serve.exception(), thrown)));
      EXPECT(another_exception, (is_both(serve.exception()) ||
                                 as_it_came(serve.exception(), thrown)));
      EXPECT(left_running, nobody_is_left(stage));
    }
}

TEST_CASE("a service lasts until the one who is sent home has gone",
          "[step2]") {
  in_french("un service dure jusqu'au départ de celui qui est renvoyé");
  for (const bool room_fails : {true, false}) {
    Stage stage;
    Guests guests(stage, the_room);
    Stove stove(stage);
    stove.slow();
    stove.burn(menu[0], awkward_exceptions(it_is_burnt)[0]);
    guests.order({menu[0]});
    auto serve =
        stage.run("serve", exo34::serve(guests.room(), stove.cook(), 9));
    if (room_fails) {
      stove.linger();
      guests.fail(awkward_exceptions(the_room_is_on_fire)[0]);
    } else {
      guests.linger();
      stove.finish_one();
    }
    stage.settle();
    EXPECT(left_running, serve.waits());
    stove.let_go();
    guests.let_go();
    stage.settle();
    EXPECT(left_running, guests.waiting() + stove.cooking() == 0);
    EXPECT(left_running, !serve.waits());
    EXPECT(failure_lost, serve.threw());
  }
}

TEST_CASE("a service that is told to stop stops both", "[step2]") {
  in_french("un service qui doit arrêter arrête les deux");
  for (const int orders : {0, 1, 2, 12}) {
    Stage stage;
    Guests guests(stage, the_room);
    Stove stove(stage);
    stove.slow();
    auto serve =
        stage.run("serve", exo34::serve(guests.room(), stove.cook(), 1));
    guests.order(many_orders(orders));
    stage.settle();
    const int asked = guests.asked();
    guests.linger();
    stove.linger();
    serve.cancel();
    stage.settle();
    EXPECT(left_running,
           serve.waits() == (guests.waiting() + stove.cooking() > 0));
    guests.let_go();
    stove.let_go();
    stage.settle();
    EXPECT(left_running, guests.waiting() == 0);
    EXPECT(left_running, stove.cooking() == 0);
    EXPECT(left_running, !serve.waits());
    EXPECT(deaf_to_stop, serve.threw());
    EXPECT(deaf_to_stop, guests.asked() == asked);
    EXPECT(left_running, nobody_is_left(stage));
  }
}

TEST_CASE("a service may be told to stop at every moment", "[step2]") {
  in_french("un service peut recevoir l'ordre d'arrêter à tout moment");
  bool more = true;
  for (int turns = 1; more; ++turns) {
    Stage stage;
    Guests guests(stage, the_room);
    Stove stove(stage);
    guests.order(menu);
    guests.leave();
    auto serve =
        stage.start("serve", exo34::serve(guests.room(), stove.cook(), 1));
    more = stage.turn(turns) == turns;
    const auto begun = stove.begun().size();
    serve.cancel();
    stage.settle();
    EXPECT(left_running, !serve.waits());
    EXPECT(deaf_to_stop, stove.begun().size() <= begun + 1);
    if (!serve.threw()) EXPECT(deaf_to_stop, stove.cooked() == menu);
    EXPECT(left_running, nobody_is_left(stage));
  }
}

TEST_CASE("the last waiter to finish brings the end", "[step3]") {
  in_french("le dernier serveur à finir apporte la fin");
  Stage stage;
  Guests terrace(stage, the_terrace);
  Guests hall(stage, the_hall);
  auto& pass = make<Pass>(stage, 10);
  exo34::Shift shift{pass, 2};
  Helper helper(stage);
  const Teaching if_it_never_returns(orders_lost);
  auto ada = stage.start("Ada", exo34::wait_tables(terrace.room(), shift));
  auto bob = stage.start("Bob", exo34::wait_tables(hall.room(), shift));
  auto help = stage.run(the_helper, helper.help(pass));
  EXPECT(first_one_ends_it, shift.waiters == 2);
  hall.order({menu[0]});
  stage.settle();
  EXPECT(first_one_ends_it, shift.waiters == 2);
  hall.leave();
  stage.settle();
  EXPECT(first_one_ends_it, !helper.found_the_end());
  EXPECT(first_one_ends_it, shift.waiters == 1);
  EXPECT(orders_lost, helper.orders() == Orders{menu[0]});
  EXPECT(first_one_ends_it, bob.returned());
  terrace.order({menu[1], menu[2]});
  terrace.leave();
  stage.settle();
  EXPECT(orders_lost, helper.orders() == menu);
  EXPECT(close_is_not_the_end, !helper.found_it_closed());
  EXPECT(no_end, helper.found_the_end());
  EXPECT(no_end, ada.returned());
  EXPECT(first_one_ends_it, shift.waiters == 0);
  EXPECT(first_one_ends_it, empty(pass));
  EXPECT(close_is_not_the_end, pass.is_open());
  EXPECT(no_end, nobody_is_left(stage));
}

TEST_CASE("a waiter of several takes no order ahead", "[step3]") {
  in_french("un serveur parmi d'autres ne prend aucune commande d'avance");
  for (const int capacity : capacities) {
    Stage stage;
    Guests terrace(stage, the_terrace);
    auto& pass = make<Pass>(stage, capacity);
    exo34::Shift shift{pass, 2};
    terrace.order(many_orders(capacity + 1));
    auto ada = stage.run("Ada", exo34::wait_tables(terrace.room(), shift));
    EXPECT(sends_too_late, terrace.asked() == capacity + 1);
    EXPECT(sends_too_late, taken_from(pass) == many_orders(1)[0]);
    stage.settle();
    EXPECT(sends_too_late, terrace.asked() == capacity + 2);
  }
}

TEST_CASE("many waiters bring one end, service after service", "[step3]") {
  in_french("beaucoup de serveurs apportent une seule fin, à chaque service");
  for (const int waiters : limits) {
    Stage stage;
    auto& pass = make<Pass>(stage, 1);
    for (int service = 0; service < 2; ++service) {
      std::deque<Guests> rooms;
      exo34::Shift shift{pass, waiters};
      Helper helper(stage);
      auto help = stage.start(the_helper, helper.help(pass));
      for (int i = 0; i < waiters; ++i) {
        rooms.emplace_back(stage, the_room);
        rooms.back().order({menu[0]});
        stage.start("wait_tables",
                    exo34::wait_tables(rooms.back().room(), shift));
      }
      stage.settle();
      EXPECT(
          orders_lost,
          helper.orders() == Orders(static_cast<std::size_t>(waiters), "soup"));
      int left = waiters;
      for (auto& room : rooms) {
        EXPECT(first_one_ends_it, !helper.found_the_end());
        EXPECT(first_one_ends_it, shift.waiters == left);
        room.leave();
        stage.settle();
        --left;
      }
      EXPECT(no_end, helper.found_the_end());
      EXPECT(first_one_ends_it, shift.waiters == 0);
      EXPECT(first_one_ends_it, empty(pass));
      EXPECT(no_end, nobody_is_left(stage));
    }
  }
}

TEST_CASE("a waiter of several brings every order as it is", "[step3]") {
  in_french("un serveur parmi d'autres apporte chaque commande telle quelle");
  for (const int capacity : {0, 1, 17}) {
    Stage stage;
    Guests terrace(stage, the_terrace);
    auto& pass = make<Pass>(stage, capacity);
    exo34::Shift shift{pass, 1};
    terrace.order(odd_texts);
    terrace.leave();
    const Teaching if_it_never_returns(orders_lost);
    auto ada = stage.start("Ada", exo34::wait_tables(terrace.room(), shift));
    Helper helper(stage);
    auto help = stage.run(the_helper, helper.help(pass));
    EXPECT(empty_counts_too, helper.orders() == odd_texts);
    EXPECT(no_end, helper.found_the_end());
    EXPECT(asked_again, terrace.asked() == 13);
  }
}

TEST_CASE("the end, too, waits for a place on the pass", "[step3]") {
  in_french("la fin attend, elle aussi, une place au passe");
  for (const int capacity : {0, 1, 2, 17}) {
    Stage stage;
    Guests terrace(stage, the_terrace);
    auto& pass = make<Pass>(stage, capacity);
    exo34::Shift shift{pass, 1};
    Helper helper(stage);
    terrace.order(many_orders(capacity));
    terrace.leave();
    auto ada = stage.run("Ada", exo34::wait_tables(terrace.room(), shift));
    EXPECT(end_not_awaited, ada.waits());
    auto help = stage.run(the_helper, helper.help(pass));
    EXPECT(orders_lost, helper.orders() == many_orders(capacity));
    EXPECT(no_end, helper.found_the_end());
    EXPECT(no_end, ada.returned());
  }
}

TEST_CASE("a waiter who fails first does not end it for the other", "[step3]") {
  in_french("un serveur qui échoue le premier ne termine rien pour l'autre");
  for (const auto& thrown : failures(ada_twisted_her_ankle))
    for (const auto when : both_ways) {
      Stage stage;
      Guests terrace(stage, the_terrace);
      Guests hall(stage, the_hall);
      auto& pass = make<Pass>(stage, 10);
      exo34::Shift shift{pass, 2};
      Helper helper(stage);
      terrace.order({menu[0]});
      terrace.fail(thrown, when);
      auto ada = stage.start("Ada", exo34::wait_tables(terrace.room(), shift));
      auto bob = stage.start("Bob", exo34::wait_tables(hall.room(), shift));
      auto help = stage.run(the_helper, helper.help(pass));
      EXPECT(first_one_ends_it, !helper.found_the_end());
      EXPECT(no_end_after_failure, shift.waiters == 1);
      EXPECT(failure_lost, ada.threw());
      EXPECT(another_exception, as_it_came(ada.exception(), thrown));
      EXPECT(asked_again, terrace.asked() == 2);
      hall.order({menu[1]});
      hall.leave();
      stage.settle();
      EXPECT(orders_lost, helper.orders() == Orders{menu[0], menu[1]});
      EXPECT(no_end_after_failure, helper.found_the_end());
      EXPECT(no_end, bob.returned());
    }
}

TEST_CASE("the last waiter brings the end, even if she fails", "[step3]") {
  in_french("la dernière apporte la fin, même si elle échoue");
  for (const auto& thrown : failures(ada_twisted_her_ankle))
    for (const auto when : both_ways)
      for (const int capacity : {0, 1, 10}) {
        Stage stage;
        Guests terrace(stage, the_terrace);
        auto& pass = make<Pass>(stage, capacity);
        exo34::Shift shift{pass, 1};
        Helper helper(stage);
        terrace.order(many_orders(capacity));
        terrace.fail(thrown, when);
        auto ada = stage.run("Ada", exo34::wait_tables(terrace.room(), shift));
        EXPECT(no_end_after_failure, ada.waits());
        auto help = stage.run(the_helper, helper.help(pass));
        EXPECT(no_end_after_failure, helper.found_the_end());
        EXPECT(failure_lost, ada.threw());
        EXPECT(another_exception, as_it_came(ada.exception(), thrown));
        EXPECT(no_end_after_failure, shift.waiters == 0);
        EXPECT(first_one_ends_it, empty(pass));
      }
}

TEST_CASE("what failed first leaves, even if the end is refused", "[step3]") {
  in_french("ce qui a échoué d'abord sort, même si la fin est refusée");
  for (const auto& thrown : failures(ada_twisted_her_ankle))
    for (const bool waits_already : {false, true}) {
      Stage stage;
      Guests terrace(stage, the_terrace);
      auto& pass = make<Pass>(stage, 0);
      exo34::Shift shift{pass, 1};
      if (!waits_already) close_the_kitchen(stage, pass);
      terrace.fail(thrown);
      auto ada = stage.run("Ada", exo34::wait_tables(terrace.room(), shift));
      if (waits_already) close_the_kitchen(stage, pass);
      stage.settle();
      EXPECT(send_failed_unnoticed, !ada.waits());
      EXPECT(failure_lost, ada.threw());
      EXPECT(another_exception, as_it_came(ada.exception(), thrown));
    }
}

TEST_CASE("when the kitchen has closed, the waiters go home", "[step3]") {
  in_french("quand la cuisine a fermé, les serveurs s'en vont");
  Stage stage;
  Guests terrace(stage, the_terrace);
  Guests hall(stage, the_hall);
  auto& pass = make<Pass>(stage, 0);
  exo34::Shift shift{pass, 2};
  terrace.order(menu);
  auto ada = stage.start("Ada", exo34::wait_tables(terrace.room(), shift));
  auto bob = stage.run("Bob", exo34::wait_tables(hall.room(), shift));
  close_the_kitchen(stage, pass);
  stage.settle();
  EXPECT(send_failed_unnoticed, terrace.asked() == 1);
  EXPECT(send_failed_unnoticed, ada.threw());
  EXPECT(another_exception, code_of(ada.exception()) ==
                                asio::experimental::error::channel_cancelled);
  EXPECT(no_end_after_failure, shift.waiters == 1);
  hall.order({menu[1]});
  stage.settle();
  EXPECT(send_failed_unnoticed, hall.asked() == 1);
  EXPECT(send_failed_unnoticed, bob.threw());
  EXPECT(another_exception,
         code_of(bob.exception()) == asio::experimental::error::channel_closed);
  EXPECT(no_end_after_failure, shift.waiters == 0);
}

TEST_CASE("a last waiter who is sent away leaves the pass open", "[step3]") {
  in_french("un dernier serveur renvoyé laisse le passe ouvert");
  for (const bool with_the_end : {false, true}) {
    Stage stage;
    Guests terrace(stage, the_terrace);
    auto& pass = make<Pass>(stage, 0);
    exo34::Shift shift{pass, 1};
    if (!with_the_end) terrace.order(menu);
    terrace.leave();
    auto ada = stage.run("Ada", exo34::wait_tables(terrace.room(), shift));
    pass.cancel();
    stage.settle();
    EXPECT(close_is_not_the_end, pass.is_open());
    Helper helper(stage);
    auto help = stage.run(the_helper, helper.help(pass));
    EXPECT(no_end_after_failure, shift.waiters == 0);
    if (with_the_end) continue;
    // Sent away with an order, she brings the end, as after any failure.
    EXPECT(no_end_after_failure, helper.found_the_end());
    EXPECT(orders_lost, helper.orders() == Orders());
    EXPECT(send_failed_unnoticed, ada.threw());
    EXPECT(another_exception, code_of(ada.exception()) ==
                                  asio::experimental::error::channel_cancelled);
  }
}

TEST_CASE("a waiter who leaves early does not disturb the others", "[step3]") {
  in_french("un serveur qui part trop tôt ne dérange pas les autres");
  for (const bool fails : {true, false}) {
    Stage stage;
    Guests terrace(stage, the_terrace);
    Guests hall(stage, the_hall);
    auto& pass = make<Pass>(stage, 1);
    exo34::Shift shift{pass, 2};
    hall.order(menu);
    hall.leave();
    auto ada = stage.run("Ada", exo34::wait_tables(terrace.room(), shift));
    auto bob = stage.run("Bob", exo34::wait_tables(hall.room(), shift));
    if (fails)
      terrace.fail(failures(ada_twisted_her_ankle)[0]);
    else
      ada.cancel();
    stage.settle();
    EXPECT(fails ? first_one_ends_it : deaf_to_stop, !ada.waits());
    EXPECT(fails ? failure_lost : deaf_to_stop, ada.threw());
    EXPECT(close_is_not_the_end, bob.waits());
    Helper helper(stage);
    auto help = stage.run(the_helper, helper.help(pass));
    EXPECT(close_is_not_the_end, bob.returned());
    EXPECT(orders_lost, helper.orders() == menu);
    EXPECT(no_end, helper.found_the_end());
  }
}

TEST_CASE("a waiter who is told to stop counts as finished", "[step3]") {
  in_french("un serveur qui doit arrêter compte comme ayant fini");
  for (const int orders : {0, 1, 12}) {
    Stage stage;
    Guests terrace(stage, the_terrace);
    Guests hall(stage, the_hall);
    auto& pass = make<Pass>(stage, 2);
    exo34::Shift shift{pass, 2};
    Helper helper(stage);
    terrace.order(many_orders(orders));
    auto ada = stage.run("Ada", exo34::wait_tables(terrace.room(), shift));
    auto bob = stage.run("Bob", exo34::wait_tables(hall.room(), shift));
    const int asked = terrace.asked();
    terrace.linger();
    ada.cancel();
    stage.settle();
    EXPECT(deaf_to_stop, ada.waits() == (terrace.waiting() > 0));
    terrace.let_go();
    stage.settle();
    EXPECT(deaf_to_stop, !ada.waits());
    EXPECT(deaf_to_stop, ada.threw());
    EXPECT(deaf_to_stop, terrace.asked() == asked);
    EXPECT(no_end_after_failure, shift.waiters == 1);
    auto help = stage.run(the_helper, helper.help(pass));
    EXPECT(first_one_ends_it, !helper.found_the_end());
    hall.leave();
    stage.settle();
    EXPECT(no_end_after_failure, helper.found_the_end());
    EXPECT(no_end_after_failure, shift.waiters == 0);
  }
}

TEST_CASE("a last waiter who is told to stop does not wait for a place",
          "[step3]") {
  in_french("un dernier serveur qui doit arrêter n'attend pas de place");
  bool more = true;
  for (int turns = 1; more; ++turns) {
    Stage stage;
    Guests terrace(stage, the_terrace);
    auto& pass = make<Pass>(stage, 1);
    exo34::Shift shift{pass, 1};
    terrace.order({menu[0]});
    terrace.leave();
    auto ada = stage.start("Ada", exo34::wait_tables(terrace.room(), shift));
    more = stage.turn(turns) == turns;
    const bool begun = terrace.asked() > 0;
    ada.cancel();
    stage.settle();
    EXPECT(deaf_to_stop, !ada.waits());
    if (begun) EXPECT(no_end_after_failure, shift.waiters == 0);
    EXPECT(deaf_to_stop, nobody_is_left(stage));
  }
}

TEST_CASE("a waiter of several may be told to stop when a guest decides",
          "[step3]") {
  in_french(
      "un serveur parmi d'autres peut être arrêté quand un client choisit");
  for (const auto& in_order : both_orders)
    for (const bool orders : {true, false}) {
      Stage stage;
      Guests terrace(stage, the_terrace);
      auto& pass = make<Pass>(stage, 0);
      exo34::Shift shift{pass, 1};
      auto ada = stage.run("Ada", exo34::wait_tables(terrace.room(), shift));
      in_order([&] { orders ? terrace.order(menu) : terrace.leave(); },
               [&] { ada.cancel(); });
      stage.settle();
      EXPECT(deaf_to_stop, !ada.waits());
      EXPECT(deaf_to_stop, terrace.asked() == 1);
      if (orders) EXPECT(deaf_to_stop, ada.threw());
      EXPECT(no_end_after_failure, shift.waiters == 0);
      EXPECT(deaf_to_stop, nobody_is_left(stage));
    }
}

TEST_CASE("as many portions as there are, and no more", "[step3]") {
  in_french("autant de portions qu'il y en a, pas une de plus");
  for (const int portions : limits)
    for (const int too_many : {0, 1}) {
      Stage stage;
      Stove stove(stage);
      stove.slow();
      auto& pass = make<Pass>(stage, 400);
      lay(stage, pass, many_orders(portions + too_many));
      auto cook = stage.run("cook_portions(" + std::to_string(portions) + ")",
                            exo34::cook_portions(pass, stove.cook(), portions));
      EXPECT(cook_and_forget, stove.begun() == many_orders(1));
      EXPECT(cook_and_forget, cook.waits());
      stove.quick();
      stage.settle();
      EXPECT(one_order_too_many, stove.begun() == many_orders(portions));
      EXPECT(one_order_too_many, !cook.waits());
      EXPECT(one_order_too_many, cook.value() == portions);
    }
}

TEST_CASE("the end of the service may come before the last portion",
          "[step3]") {
  in_french("la fin du service peut venir avant la dernière portion");
  for (const int orders : {0, 2, 8, 12})
    for (const auto* along : {"", "soup"}) {
      Stage stage;
      Stove stove(stage);
      auto& pass = make<Pass>(stage, 20);
      lay(stage, pass, Orders(odd_texts.begin(), odd_texts.begin() + orders));
      lay(stage, pass, asio::error::eof, along);
      lay(stage, pass, {"too late"});
      auto cook = stage.run("cook_portions(13)",
                            exo34::cook_portions(pass, stove.cook(), 13));
      EXPECT(end_was_cooked,
             stove.cooked() ==
                 Orders(odd_texts.begin(), odd_texts.begin() + orders));
      EXPECT(end_is_no_failure, cook.error() == "");
      EXPECT(end_is_no_failure, cook.returned());
      EXPECT(one_order_too_many, cook.value() == orders);
    }
}

TEST_CASE("an enormous number of portions needs no room", "[step3]") {
  in_french("un nombre énorme de portions ne prend pas de place");
  Stage stage;
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 10);
  lay(stage, pass, menu);
  lay_the_end(stage, pass);
  const int all = std::numeric_limits<int>::max();
  auto cook = stage.run("cook_portions(" + std::to_string(all) + ")",
                        exo34::cook_portions(pass, stove.cook(), all));
  EXPECT(one_order_too_many, stove.begun() == menu);
  EXPECT(one_order_too_many, cook.returned());
  EXPECT(one_order_too_many, cook.value() == 3);
}

TEST_CASE("a pass that fails is not the end of the portions", "[step3]") {
  in_french("un passe en panne n'est pas la fin des portions");
  for (const auto& error : other_errors)
    for (const int before : {0, 2}) {
      Stage stage;
      Stove stove(stage);
      auto& pass = make<Pass>(stage, 10);
      lay(stage, pass, many_orders(before));
      lay(stage, pass, error, "soup");
      auto cook = stage.run("cook_portions(9)",
                            exo34::cook_portions(pass, stove.cook(), 9));
      EXPECT(every_error_is_the_end, stove.begun() == many_orders(before));
      EXPECT(every_error_is_the_end, cook.threw());
      EXPECT(another_exception, code_of(cook.exception()) == error);
    }
}

TEST_CASE("however the kitchen closes, the waiters are sent away", "[step3]") {
  in_french("quelle que soit la fin de la cuisine, les serveurs sont renvoyés");
  enum class Way { portions, end, pass_fails, dish_fails, told_to_stop };
  for (const auto way : {Way::portions, Way::end, Way::pass_fails,
                         Way::dish_fails, Way::told_to_stop})
    for (const auto& thrown : way == Way::dish_fails
                                  ? failures(it_is_burnt)
                                  : std::vector<std::exception_ptr>(1))
      for (const int waiting : limits) {
        Stage stage;
        Stove stove(stage);
        stove.slow();
        if (way == Way::dish_fails) stove.burn(menu[0], thrown);
        auto& pass = make<Pass>(stage, 0);
        const Teaching if_it_never_returns(nobody_cooks_it);
        const int portions = way == Way::portions ? 1 : 9;
        auto cook =
            stage.start("cook_portions(" + std::to_string(portions) + ")",
                        exo34::cook_portions(pass, stove.cook(), portions));
        auto first = stage.run("send(soup)", send(pass, menu[0]));
        if (way == Way::end)
          stage.run("send(eof)", send(pass, asio::error::eof, Order()));
        if (way == Way::pass_fails)
          stage.run("send(broken_pipe)",
                    send(pass, asio::error::broken_pipe, Order()));
        std::vector<workbook::Outcome<void>> waiters;
        for (int i = 0; i < waiting; ++i)
          waiters.push_back(stage.run("send(fish)", send(pass, menu[1])));
        EXPECT(one_order_too_many, stove.begun() == Orders{menu[0]});
        for (const auto& waiter : waiters)
          EXPECT(cook_and_forget, !waiter.returned());
        if (way == Way::told_to_stop)
          cook.cancel();
        else
          stove.finish_one();
        stage.settle();
        if (way == Way::dish_fails) EXPECT(unheard(thrown), cook.threw());
        EXPECT(one_order_too_many, stove.begun() == Orders{menu[0]});
        EXPECT(one_order_too_many, !cook.waits());
        for (const auto& waiter : waiters) {
          EXPECT(close_wakes_nobody, !waiter.waits());
          EXPECT(nobody_cooks_it, waiter.threw());
        }
        for (int late = 0; late < 2; ++late) {
          auto dan = stage.run("send(salad)", send(pass, "salad"));
          EXPECT(cancel_forgets, dan.threw());
        }
        if (way == Way::portions || way == Way::end)
          EXPECT(one_order_too_many, cook.value() == 1);
        if (way == Way::pass_fails)
          EXPECT(another_exception,
                 code_of(cook.exception()) == asio::error::broken_pipe);
        if (way == Way::dish_fails)
          EXPECT(another_exception, as_it_came(cook.exception(), thrown));
        if (way == Way::told_to_stop) EXPECT(deaf_to_stop, cook.threw());
        EXPECT(close_wakes_nobody, nobody_is_left(stage));
      }
}

TEST_CASE("a dish that fails is not the end of the portions", "[step3]") {
  in_french("un plat raté n'est pas la fin des portions");
  for (const auto& thrown : failures(it_is_burnt))
    for (const auto when : both_ways)
      for (const int good : {0, 2}) {
        Stage stage;
        Stove stove(stage);
        const auto begun = many_orders(good + 1);
        stove.burn(begun.back(), thrown, when);
        auto& pass = make<Pass>(stage, 10);
        lay(stage, pass, many_orders(5));
        auto cook = stage.run("cook_portions(9)",
                              exo34::cook_portions(pass, stove.cook(), 9));
        EXPECT(unheard(thrown), cook.threw());
        EXPECT(another_exception, as_it_came(cook.exception(), thrown));
        EXPECT(asked_again, stove.begun() == begun);
      }
}

TEST_CASE("the kitchen has closed when cook_portions ends", "[step3]") {
  in_french("la cuisine est fermée quand cook_portions finit");
  for (const int portions : {0, 1, 9}) {
    Stage stage;
    Stove stove(stage);
    auto& pass = make<Pass>(stage, 9);
    lay(stage, pass, {menu[0]});
    lay_the_end(stage, pass);
    auto work = exo34::cook_portions(pass, stove.cook(), portions);
    auto open = stage.run("cook_portions(" + std::to_string(portions) + ")",
                          is_open_after(std::move(work), pass));
    EXPECT(cancel_forgets, open.value() == false);
  }
}

TEST_CASE("the kitchen has closed when cook_portions throws", "[step3]") {
  in_french("la cuisine est fermée quand cook_portions lève une exception");
  enum class Way { pass_fails, dish_fails, told_to_stop };
  for (const auto way : {Way::pass_fails, Way::dish_fails, Way::told_to_stop}) {
    Stage stage;
    Stove stove(stage);
    auto& pass = make<Pass>(stage, 9);
    if (way == Way::dish_fails) {
      stove.burn(menu[0], failures(it_is_burnt)[0]);
      lay(stage, pass, {menu[0]});
    }
    if (way == Way::pass_fails)
      lay(stage, pass, asio::error::broken_pipe, Order());
    auto work = exo34::cook_portions(pass, stove.cook(), 9);
    auto open =
        stage.run("cook_portions(9)", is_open_after(std::move(work), pass));
    if (way == Way::told_to_stop) open.cancel();
    stage.settle();
    EXPECT(cancel_forgets, !open.waits());
    EXPECT(cancel_forgets, open.value() == false);
  }
}

TEST_CASE("a closed kitchen refuses orders though there is room", "[step3]") {
  in_french("une cuisine fermée refuse les commandes malgré la place");
  enum class Way { portions, end, pass_fails, dish_fails, told_to_stop };
  for (const auto way : {Way::portions, Way::end, Way::pass_fails,
                         Way::dish_fails, Way::told_to_stop})
    for (const int capacity : {1, 17}) {
      Stage stage;
      Stove stove(stage);
      auto& pass = make<Pass>(stage, capacity);
      if (way == Way::dish_fails)
        stove.burn(menu[0], awkward_exceptions(it_is_burnt)[1], Throws::called);
      if (way == Way::portions || way == Way::dish_fails)
        lay(stage, pass, {menu[0]});
      if (way == Way::end) lay_the_end(stage, pass);
      if (way == Way::pass_fails)
        lay(stage, pass, asio::error::broken_pipe, Order());
      auto cook = stage.run("cook_portions(1)",
                            exo34::cook_portions(pass, stove.cook(), 1));
      if (way == Way::told_to_stop) cook.cancel();
      stage.settle();
      EXPECT(deaf_to_stop, !cook.waits());
      for (int late = 0; late < 2; ++late) {
        auto dan = stage.run("send(salad)", send(pass, "salad"));
        EXPECT(cancel_forgets, dan.threw());
      }
    }
}

TEST_CASE("without portions, no order is taken", "[step3]") {
  in_french("sans portions, aucune commande n'est prise");
  for (const int portions : {0, -1, std::numeric_limits<int>::min()}) {
    Stage stage;
    Stove stove(stage);
    auto& pass = make<Pass>(stage, 0);
    auto ada = stage.run("send(soup)", send(pass, menu[0]));
    auto cook = stage.run("cook_portions(" + std::to_string(portions) + ")",
                          exo34::cook_portions(pass, stove.cook(), portions));
    EXPECT(one_order_too_many, stove.begun() == Orders{});
    EXPECT(one_order_too_many, !cook.waits());
    EXPECT(one_order_too_many, cook.returned());
    EXPECT(one_order_too_many, cook.value() == 0);
    EXPECT(close_wakes_nobody, !ada.waits());
    EXPECT(one_order_too_many, ada.threw());
    auto late = stage.run("send(salad)", send(pass, "salad"));
    EXPECT(cancel_forgets, late.threw());
  }
}

TEST_CASE("a kitchen that is told to stop closes when the dish has gone",
          "[step3]") {
  in_french("une cuisine qui doit arrêter ferme quand le plat est parti");
  for (const auto& in_order : both_orders)
    for (const bool lingers : {false, true}) {
      Stage stage;
      Stove stove(stage);
      stove.slow();
      auto& pass = make<Pass>(stage, 0);
      auto cook = stage.start("cook_portions(9)",
                              exo34::cook_portions(pass, stove.cook(), 9));
      auto ada = stage.run("send(soup)", send(pass, menu[0]));
      auto bob = stage.run("send(fish)", send(pass, menu[1]));
      if (lingers) {
        stove.linger();
        cook.cancel();
        stage.settle();
        EXPECT(cook_and_forget, cook.waits());
        stove.let_go();
      } else {
        in_order([&] { stove.quick(); }, [&] { cook.cancel(); });
      }
      stage.settle();
      EXPECT(deaf_to_stop, stove.begun() == Orders{menu[0]});
      EXPECT(deaf_to_stop, cook.threw());
      EXPECT(close_wakes_nobody, !bob.waits());
      EXPECT(nobody_cooks_it, bob.threw());
      auto late = stage.run("send(salad)", send(pass, "salad"));
      EXPECT(cancel_forgets, late.threw());
    }
}

TEST_CASE("a kitchen that is told to stop when an order comes stops too",
          "[step3]") {
  in_french("une cuisine arrêtée à l'instant d'une commande s'arrête aussi");
  for (const auto& in_order : both_orders) {
    Stage stage;
    Stove stove(stage);
    auto& pass = make<Pass>(stage, 10);
    auto cook = stage.run("cook_portions(9)",
                          exo34::cook_portions(pass, stove.cook(), 9));
    in_order([&] { hold_out(stage, pass, menu[0]); }, [&] { cook.cancel(); });
    stage.settle();
    EXPECT(deaf_to_stop, stove.begun() == Orders());
    EXPECT(deaf_to_stop, cook.threw());
    EXPECT(cancel_forgets, !pass.is_open());
  }
}

TEST_CASE("whoever comes while the kitchen closes is not left waiting",
          "[step3]") {
  in_french("qui vient pendant que la cuisine ferme ne reste pas à attendre");
  for (const int portions : {0, 1}) {
    bool more = true;
    for (int turns = 1; more; ++turns) {
      Stage stage;
      Stove stove(stage);
      auto& pass = make<Pass>(stage, 0);
      auto cook =
          stage.start("cook_portions(" + std::to_string(portions) + ")",
                      exo34::cook_portions(pass, stove.cook(), portions));
      auto soup = stage.start("send(soup)", send(pass, menu[0]));
      more = stage.turn(turns) == turns;
      auto fish = stage.run("send(fish)", send(pass, menu[1]));
      EXPECT(close_wakes_nobody, !soup.waits());
      EXPECT(close_wakes_nobody, !fish.waits());
    }
  }
}

TEST_CASE("two waiters and a cook with few portions all go home", "[step3]") {
  in_french("deux serveurs et un cuisinier à court de portions s'en vont tous");
  Stage stage;
  Guests terrace(stage, the_terrace);
  Guests hall(stage, the_hall);
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 1);
  exo34::Shift shift{pass, 2};
  auto ada = stage.start("Ada", exo34::wait_tables(terrace.room(), shift));
  auto bob = stage.start("Bob", exo34::wait_tables(hall.room(), shift));
  auto cook = stage.start("cook_portions(3)",
                          exo34::cook_portions(pass, stove.cook(), 3));
  terrace.order(many_orders(12));
  stage.settle();
  hall.order({menu[0]});
  stage.settle();
  EXPECT(one_order_too_many, !cook.waits());
  EXPECT(one_order_too_many, cook.value() == 3);
  // Who is not in the room has gone: at the pass, Ada would wait for ever.
  if (ada.waits()) EXPECT(close_wakes_nobody, terrace.waiting() > 0);
  EXPECT(send_failed_unnoticed, ada.threw());
  EXPECT(send_failed_unnoticed, bob.threw());
  EXPECT(left_running, nobody_is_left(stage));
}

TEST_CASE("the answer finds room before it is waited for", "[step4]") {
  in_french("la réponse trouve sa place avant qu'on ne l'attende");
  for (const auto& text : odd_texts) {
    Stage stage;
    auto& questions = make<Questions>(stage, 0);
    const Teaching if_it_never_returns(wrong_answer);
    auto chef = stage.run(the_chef, answer_by_the_book(questions, 1));
    auto ada =
        stage.run("ask(" + shown(text) + ")", exo34::ask(questions, text));
    EXPECT(empty_counts_too, !chef.waits());
    EXPECT(empty_counts_too, chef.value().texts == Texts{text});
    EXPECT(no_room_for_the_answer,
           chef.value().found_room == std::vector<bool>{true});
    EXPECT(wrong_answer, !ada.waits());
    EXPECT(wrong_answer, ada.value() == "1: " + text);
    EXPECT(asked_again, !question_in(questions));
    EXPECT(wrong_answer, nobody_is_left(stage));
  }
}

TEST_CASE("who asks the same has a reply channel of their own", "[step4]") {
  in_french("qui pose la même question a son propre canal de réponse");
  Stage stage;
  auto& questions = make<Questions>(stage, 10);
  const Teaching if_it_crashes(someone_elses_answer);
  std::vector<workbook::Outcome<std::string>> guests;
  for (int i = 0; i < 3; ++i)
    guests.push_back(stage.run("ask(nuts?)", exo34::ask(questions, "nuts?")));
  std::vector<Question> taken;
  while (auto question = question_in(questions)) taken.push_back(*question);
  EXPECT(wrong_answer, taken.size() == 3);
  for (const int last_to_first : {2, 1, 0})
    taken[static_cast<std::size_t>(last_to_first)].reply->try_send(
        std::exception_ptr(), std::to_string(last_to_first));
  stage.settle();
  for (std::size_t i = 0; i < guests.size(); ++i) {
    EXPECT(someone_elses_answer, !guests[i].waits());
    EXPECT(someone_elses_answer, guests[i].value() == std::to_string(i));
  }
}

TEST_CASE("what comes back is the answer, whatever it is", "[step4]") {
  in_french("ce qui revient est la réponse, quelle qu'elle soit");
  for (const auto& text : odd_texts)
    for (const bool first : {true, false}) {
      Stage stage;
      auto& questions = make<Questions>(stage, 1);
      auto ada = stage.run("ask(nuts?)", exo34::ask(questions, "nuts?"));
      auto question = question_in(questions);
      EXPECT(wrong_answer, question.has_value());
      EXPECT(wrong_answer, question->text == "nuts?");
      EXPECT(no_room_for_the_answer, question->reply != nullptr);
      if (!first) stage.settle();
      EXPECT(no_room_for_the_answer,
             question->reply->try_send(std::exception_ptr(), text));
      stage.settle();
      EXPECT(empty_counts_too, !ada.waits());
      EXPECT(empty_counts_too, ada.error() == "");
      EXPECT(empty_counts_too, ada.value() == text);
      EXPECT(asked_again, !questions.ready());
      EXPECT(close_is_not_the_end, questions.is_open());
    }
}

TEST_CASE("the same question may have another answer next time", "[step4]") {
  in_french("la même question peut avoir une autre réponse la fois suivante");
  Stage stage;
  auto& questions = make<Questions>(stage, 3);
  for (const std::string answer : {"yes", "no", "", "no"}) {
    auto ada = stage.run("ask(nuts?)", exo34::ask(questions, "nuts?"));
    auto question = question_in(questions);
    EXPECT(wrong_answer, question.has_value());
    EXPECT(no_room_for_the_answer, question->reply != nullptr);
    question->reply->try_send(std::exception_ptr(), answer);
    stage.settle();
    EXPECT(wrong_answer, !ada.waits());
    EXPECT(wrong_answer, ada.value() == answer);
    EXPECT(wrong_answer, !questions.ready());
  }
}

TEST_CASE("what comes instead of an answer is thrown", "[step4]") {
  in_french("ce qui vient à la place d'une réponse est levé");
  for (const auto& thrown : failures(that_is_a_secret))
    for (const auto* along : {"", "yes"}) {
      Stage stage;
      auto& questions = make<Questions>(stage, 1);
      auto ada = stage.run("ask(nuts?)", exo34::ask(questions, "nuts?"));
      auto question = question_in(questions);
      EXPECT(wrong_answer, question.has_value());
      question->reply->try_send(thrown, along);
      stage.settle();
      const bool sent_more = questions.ready();
      EXPECT(asked_again, !question_in(questions));
      EXPECT(wrong_answer, !sent_more);
      EXPECT(failure_lost, ada.threw());
      EXPECT(another_exception, as_it_came(ada.exception(), thrown));
    }
}

TEST_CASE("a question that is turned away throws", "[step4]") {
  in_french("une question refusée lève une exception");
  enum class Way { refused, sent_away, reply_closed, reply_cancelled };
  for (const auto way : {Way::refused, Way::sent_away, Way::reply_closed,
                         Way::reply_cancelled}) {
    Stage stage;
    const bool is_taken =
        way == Way::reply_closed || way == Way::reply_cancelled;
    auto& questions = make<Questions>(stage, is_taken ? 1 : 0);
    if (way == Way::refused) questions.close();
    auto ada = stage.run("ask(nuts?)", exo34::ask(questions, "nuts?"));
    if (way == Way::sent_away) questions.cancel();
    if (is_taken) {
      auto question = question_in(questions);
      EXPECT(wrong_answer, question.has_value());
      if (way == Way::reply_closed) question->reply->close();
      if (way == Way::reply_cancelled) question->reply->cancel();
    }
    stage.settle();
    EXPECT(failure_lost, !ada.waits());
    EXPECT(failure_lost, ada.threw());
    EXPECT(asked_again, !question_in(questions));
  }
}

TEST_CASE("who has given up leaves the answer to nobody else", "[step4]") {
  in_french("qui a renoncé ne laisse sa réponse à personne d'autre");
  Stage stage;
  auto& questions = make<Questions>(stage, 10);
  const Teaching if_it_never_returns(someone_elses_answer);
  auto ada = stage.start("ask(nuts?)", exo34::ask(questions, "nuts?"));
  auto bob = stage.start("ask(milk?)", exo34::ask(questions, "milk?"));
  auto eve = stage.run("ask(eggs?)", exo34::ask(questions, "eggs?"));
  ada.cancel();
  stage.settle();
  EXPECT(deaf_to_stop, !ada.waits());
  EXPECT(deaf_to_stop, ada.threw());
  auto chef = stage.run(the_chef, answer_by_the_book(questions, 3));
  EXPECT(someone_elses_answer, !bob.waits());
  EXPECT(someone_elses_answer, bob.value() == "2: milk?");
  EXPECT(someone_elses_answer, !eve.waits());
  EXPECT(someone_elses_answer, eve.value() == "3: eggs?");
  EXPECT(wrong_answer, !questions.ready());
}

TEST_CASE("who asks may be told to stop at every moment", "[step4]") {
  in_french("qui demande peut recevoir l'ordre d'arrêter à tout moment");
  for (const int capacity : {0, 1}) {
    bool more = true;
    for (int turns = 1; more; ++turns) {
      Stage stage;
      auto& questions = make<Questions>(stage, capacity);
      auto ada = stage.start("ask(nuts?)", exo34::ask(questions, "nuts?"));
      more = stage.turn(turns) == turns;
      ada.cancel();
      stage.settle();
      EXPECT(deaf_to_stop, !ada.waits());
      EXPECT(deaf_to_stop, ada.threw());
      // Bob's question may lie behind one that nobody waits for any more.
      auto chef = stage.start(the_chef, answer_by_the_book(questions, 2));
      auto bob = stage.run("ask(milk?)", exo34::ask(questions, "milk?"));
      EXPECT(someone_elses_answer, bob.value().ends_with(": milk?"));
      chef.cancel();
      stage.settle();
    }
  }
}

TEST_CASE("told to stop when the answer comes, who asked ends", "[step4]") {
  in_french("arrêté à l'instant de la réponse, celui qui a demandé finit");
  for (const auto& in_order : both_orders) {
    Stage stage;
    auto& questions = make<Questions>(stage, 1);
    auto ada = stage.run("ask(nuts?)", exo34::ask(questions, "nuts?"));
    auto question = question_in(questions);
    EXPECT(wrong_answer, question.has_value());
    in_order([&] { question->reply->try_send(nullptr, "yes"); },
             [&] { ada.cancel(); });
    stage.settle();
    EXPECT(deaf_to_stop, !ada.waits());
    if (!ada.threw()) EXPECT(wrong_answer, ada.value() == "yes");
  }
}

TEST_CASE("the chef answers one question after another", "[step4]") {
  in_french("le chef répond à une question après l'autre");
  Stage stage;
  Cookbook book(stage);
  auto& questions = make<Questions>(stage, 10);
  const Teaching if_it_never_returns(wrong_answer);
  auto chef = stage.run("answer_questions",
                        exo34::answer_questions(questions, book.chef()));
  book.think();
  auto ada = stage.start("Ada: nuts?", ask_by_the_book(questions, "nuts?"));
  auto bob = stage.run("Bob: milk?", ask_by_the_book(questions, "milk?"));
  EXPECT(wrong_answer, book.questions() == Texts{"nuts?"});
  book.decide();
  stage.settle();
  EXPECT(wrong_answer, book.questions() == Texts{"nuts?", "milk?"});
  EXPECT(wrong_answer, !ada.waits());
  EXPECT(wrong_answer, ada.value() == "yes, nuts?");
  EXPECT(wrong_answer, !bob.waits());
  EXPECT(wrong_answer, bob.value() == "yes, milk?");
  REQUIRE(questions.try_send(asio::error::eof, Question()));
  stage.settle();
  EXPECT(end_is_no_failure, chef.error() == "");
  EXPECT(end_is_no_failure, chef.returned());
  EXPECT(left_without_answer, nobody_is_left(stage));
}

TEST_CASE("the chef hears each question as it is asked", "[step4]") {
  in_french("le chef entend chaque question telle quelle");
  for (const int rounds : {1, 2, 17}) {
    Stage stage;
    Cookbook book(stage);
    auto& questions = make<Questions>(stage, 1);
    auto chef = stage.run("answer_questions",
                          exo34::answer_questions(questions, book.chef()));
    Texts heard;
    for (int round = 0; round < rounds; ++round)
      for (const auto& text : odd_texts) {
        heard.push_back(text);
        auto ada =
            stage.run("Ada: " + shown(text), ask_by_the_book(questions, text));
        EXPECT(empty_counts_too, book.questions() == heard);
        EXPECT(empty_counts_too, !ada.waits());
        EXPECT(empty_counts_too, ada.error() == "");
        EXPECT(wrong_answer, ada.value() == "yes, " + text);
      }
    EXPECT(wrong_answer, chef.waits());
  }
}

TEST_CASE("whatever the chef says is the answer", "[step4]") {
  in_french("tout ce que dit le chef est la réponse");
  for (const auto& text : odd_texts) {
    Stage stage;
    Cookbook book(stage);
    auto& questions = make<Questions>(stage, 1);
    auto chef = stage.run("answer_questions",
                          exo34::answer_questions(questions, book.chef()));
    auto bob = stage.run("Bob: milk?", ask_by_the_book(questions, "milk?"));
    EXPECT(wrong_answer, bob.returned());
    book.say(text);
    auto ada = stage.run("Ada: nuts?", ask_by_the_book(questions, "nuts?"));
    EXPECT(empty_counts_too, !ada.waits());
    EXPECT(empty_counts_too, ada.error() == "");
    EXPECT(empty_counts_too, ada.value() == text);
    EXPECT(wrong_answer, chef.waits());
  }
}

TEST_CASE("a question without an answer has an end all the same", "[step4]") {
  in_french("une question sans réponse a une fin quand même");
  const auto all = failures(that_is_a_secret);
  for (const auto& thrown : all)
    for (const auto when : both_ways) {
      Stage stage;
      Cookbook book(stage);
      book.refuse("what is in the sauce?", thrown, when);
      auto& questions = make<Questions>(stage, 10);
      auto chef = stage.run("answer_questions",
                            exo34::answer_questions(questions, book.chef()));
      // Some catch only what they can name.
      const auto& not_told = as_it_came(thrown, all.front())
                                 ? no_answer_on_error
                                 : another_exception;
      // Not only the first few times.
      for (int time = 1; time <= 17; ++time) {
        auto ada =
            stage.start("Ada: the sauce?",
                        ask_by_the_book(questions, "what is in the sauce?"));
        auto bob = stage.run("Bob: milk?", ask_by_the_book(questions, "milk?"));
        EXPECT(not_told, !ada.waits());
        EXPECT(not_told, ada.threw());
        EXPECT(another_exception, as_it_came(ada.exception(), thrown));
        EXPECT(no_answer_on_error, bob.returned());
        EXPECT(wrong_answer, bob.value() == "yes, milk?");
        EXPECT(no_answer_on_error, chef.waits());
        EXPECT(asked_again,
               book.questions().size() == 2 * static_cast<std::size_t>(time));
      }
    }
}

TEST_CASE("an answer that nobody fetches does not hold up the next one",
          "[step4]") {
  in_french("une réponse que personne ne prend ne retarde pas la suivante");
  Stage stage;
  Cookbook book(stage);
  book.refuse("eggs?", awkward_exceptions(that_is_a_secret)[0]);
  auto& questions = make<Questions>(stage, 10);
  for (const auto* text : {"nuts?", "eggs?"}) {
    auto reply = std::make_shared<Reply>(stage.executor(), 1);
    REQUIRE(questions.try_send(asio::error_code{}, Question(text, reply)));
  }
  auto chef = stage.run("answer_questions",
                        exo34::answer_questions(questions, book.chef()));
  auto bob = stage.run("Bob: milk?", ask_by_the_book(questions, "milk?"));
  EXPECT(wrong_answer, !bob.waits());
  EXPECT(wrong_answer, bob.value() == "yes, milk?");
  EXPECT(wrong_answer, chef.waits());
}

TEST_CASE("the last message is no question", "[step4]") {
  in_french("le dernier message n'est pas une question");
  for (const bool with_reply : {false, true})
    for (const auto* text : {"", "nuts?"}) {
      Stage stage;
      Cookbook book(stage);
      auto& questions = make<Questions>(stage, 10);
      std::shared_ptr<Reply> reply;
      if (with_reply) reply = std::make_shared<Reply>(stage.executor(), 1);
      const Teaching if_it_crashes(end_has_no_reply);
      REQUIRE(questions.try_send(asio::error::eof, Question(text, reply)));
      auto chef = stage.run("answer_questions",
                            exo34::answer_questions(questions, book.chef()));
      EXPECT(end_has_no_reply, book.questions() == Texts{});
      EXPECT(end_is_no_failure, chef.error() == "");
      EXPECT(end_is_no_failure, chef.returned());
    }
}

TEST_CASE("a last message that nobody received may have no reply", "[step4]") {
  in_french("un dernier message que personne n'a reçu peut être sans réponse");
  Stage stage;
  Cookbook book(stage);
  book.think();
  auto& questions = make<Questions>(stage, 10);
  const Teaching if_it_crashes(end_has_no_reply);
  auto chef = stage.run("answer_questions",
                        exo34::answer_questions(questions, book.chef()));
  auto ada = stage.run("Ada: nuts?", ask_by_the_book(questions, "nuts?"));
  REQUIRE(questions.try_send(asio::error::eof, Question()));
  auto bob = stage.run("Bob: milk?", ask_by_the_book(questions, "milk?"));
  chef.cancel();
  stage.settle();
  EXPECT(deaf_to_stop, !chef.waits());
  EXPECT(left_without_answer, !ada.waits());
  EXPECT(left_without_answer, bob.threw());
}

TEST_CASE("a channel that fails is not the end of the service", "[step4]") {
  in_french("un canal en panne n'est pas la fin du service");
  for (const auto& error : other_errors)
    for (const bool at_once : {true, false}) {
      Stage stage;
      Cookbook book(stage);
      auto& questions = make<Questions>(stage, 10);
      auto reply = std::make_shared<Reply>(stage.executor(), 1);
      if (!at_once)
        stage.start("Ada: nuts?", ask_by_the_book(questions, "nuts?"));
      stage.settle();
      REQUIRE(questions.try_send(error, Question("milk?", reply)));
      auto chef = stage.run("answer_questions",
                            exo34::answer_questions(questions, book.chef()));
      EXPECT(every_error_is_the_end,
             book.questions().size() == (at_once ? 0 : 1));
      EXPECT(every_error_is_the_end, chef.threw());
      EXPECT(another_exception, code_of(chef.exception()) == error);
      auto dan = stage.run("Dan: salt?", ask_by_the_book(questions, "salt?"));
      EXPECT(left_without_answer, dan.threw());
    }
}

TEST_CASE("however the chef stops, nobody is left waiting", "[step4]") {
  in_french("quelle que soit la fin du chef, personne ne reste à attendre");
  for (const auto& last : ends_of_service)
    for (const int left : limits)
      for (const int room : {0, 1, 300}) {
        Stage stage;
        Cookbook book(stage);
        book.think();
        auto& questions = make<Questions>(stage, room);
        auto chef = stage.run("answer_questions",
                              exo34::answer_questions(questions, book.chef()));
        auto ada = stage.run("Ada: nuts?", ask_by_the_book(questions, "nuts?"));
        if (last)
          questions.async_send(*last, Question(), [](asio::error_code) {});
        std::vector<workbook::Outcome<std::string>> others;
        for (int i = 0; i < left; ++i)
          others.push_back(
              stage.run("Bob: milk?", ask_by_the_book(questions, "milk?")));
        EXPECT(wrong_answer, book.questions() == Texts{"nuts?"});
        if (last)
          book.decide();
        else
          chef.cancel();
        stage.settle();
        EXPECT(last ? left_without_answer : deaf_to_stop, !chef.waits());
        if (!last)
          EXPECT(deaf_to_stop, chef.threw());
        else if (last == asio::error::eof)
          EXPECT(end_is_no_failure, chef.returned());
        else
          EXPECT(every_error_is_the_end, chef.threw());
        EXPECT(left_without_answer, !ada.waits());
        if (last) EXPECT(wrong_answer, ada.returned());
        for (const auto& other : others) {
          EXPECT(left_without_answer, !other.waits());
          EXPECT(left_without_answer, other.threw());
        }
        for (int late = 0; late < 2; ++late) {
          auto dan =
              stage.run("Dan: salt?", ask_by_the_book(questions, "salt?"));
          EXPECT(left_without_answer, dan.threw());
        }
        EXPECT(wrong_answer, book.questions() == Texts{"nuts?"});
        EXPECT(left_without_answer, nobody_is_left(stage));
      }
}

TEST_CASE("the channel has closed when answer_questions ends", "[step4]") {
  in_french("le canal est fermé quand answer_questions finit");
  for (const auto& last : ends_of_service) {
    Stage stage;
    Cookbook book(stage);
    auto& questions = make<Questions>(stage, 9);
    if (last) REQUIRE(questions.try_send(*last, Question()));
    auto work = exo34::answer_questions(questions, book.chef());
    auto open = stage.run("answer_questions",
                          is_open_after(std::move(work), questions));
    if (!last) open.cancel();
    stage.settle();
    EXPECT(left_without_answer, !open.waits());
    EXPECT(left_without_answer, open.value() == false);
  }
}

TEST_CASE("an idle chef who is told to stop refuses what comes later",
          "[step4]") {
  in_french("un chef inoccupé qui doit arrêter refuse ce qui vient ensuite");
  for (const int room : {0, 1, 10}) {
    Stage stage;
    Cookbook book(stage);
    auto& questions = make<Questions>(stage, room);
    auto chef = stage.run("answer_questions",
                          exo34::answer_questions(questions, book.chef()));
    chef.cancel();
    stage.settle();
    EXPECT(deaf_to_stop, !chef.waits());
    EXPECT(deaf_to_stop, chef.threw());
    auto dan = stage.run("Dan: salt?", ask_by_the_book(questions, "salt?"));
    EXPECT(left_without_answer, dan.threw());
  }
}

TEST_CASE("a chef who is told to stop when a question comes settles it",
          "[step4]") {
  in_french("un chef arrêté à l'instant d'une question la règle quand même");
  for (const auto& in_order : both_orders)
    for (const int room : {0, 1, 10}) {
      Stage stage;
      Cookbook book(stage);
      auto& questions = make<Questions>(stage, room);
      auto chef = stage.run("answer_questions",
                            exo34::answer_questions(questions, book.chef()));
      std::optional<Asker> ada;
      in_order([&] { ada.emplace(stage, questions, "nuts?"); },
               [&] { chef.cancel(); });
      stage.settle();
      EXPECT(deaf_to_stop, !chef.waits());
      EXPECT(deaf_to_stop, chef.threw());
      EXPECT(deaf_to_stop, book.questions().empty());
      EXPECT(left_without_answer, !ada->waits());
    }
}

TEST_CASE("a chef who is told to stop when the answer is ready settles all",
          "[step4]") {
  in_french("un chef arrêté à l'instant de sa réponse règle tout");
  for (const auto& in_order : both_orders)
    for (const int room : {0, 1, 10})
      for (const bool lingers : {false, true}) {
        Stage stage;
        Cookbook book(stage);
        book.think();
        auto& questions = make<Questions>(stage, room);
        auto chef = stage.run("answer_questions",
                              exo34::answer_questions(questions, book.chef()));
        const Asker ada(stage, questions, "nuts?");
        const Asker bob(stage, questions, "milk?");
        const Asker eve(stage, questions, "eggs?");
        stage.settle();
        if (lingers) {
          book.linger();
          chef.cancel();
          stage.settle();
          EXPECT(left_without_answer, chef.waits());
          book.let_go();
        } else {
          in_order([&] { book.decide(); }, [&] { chef.cancel(); });
        }
        stage.settle();
        EXPECT(deaf_to_stop, !chef.waits());
        EXPECT(deaf_to_stop, chef.threw());
        EXPECT(left_without_answer, !ada.waits());
        EXPECT(left_without_answer, bob.failed());
        EXPECT(left_without_answer, eve.failed());
        EXPECT(deaf_to_stop, book.questions() == Texts{"nuts?"});
      }
}

TEST_CASE("whoever asks while the chef leaves is not left waiting", "[step4]") {
  in_french("qui demande pendant que le chef s'en va ne reste pas à attendre");
  for (const auto& last : ends_of_service) {
    bool more = true;
    for (int turns = 1; more; ++turns) {
      Stage stage;
      Cookbook book(stage);
      auto& questions = make<Questions>(stage, 9);
      auto chef = stage.run("answer_questions",
                            exo34::answer_questions(questions, book.chef()));
      if (last)
        REQUIRE(questions.try_send(*last, Question()));
      else
        chef.cancel();
      more = stage.turn(turns) == turns;
      Asker ada(stage, questions, "nuts?");
      stage.settle();
      EXPECT(left_without_answer, !ada.waits());
    }
  }
}

TEST_CASE("a chef may be told to stop at every moment", "[step4]") {
  in_french("un chef peut recevoir l'ordre d'arrêter à tout moment");
  for (const int room : {0, 1, 10}) {
    bool more = true;
    for (int turns = 1; more; ++turns) {
      Stage stage;
      Cookbook book(stage);
      auto& questions = make<Questions>(stage, room);
      auto chef = stage.run("answer_questions",
                            exo34::answer_questions(questions, book.chef()));
      const Asker ada(stage, questions, "nuts?");
      const Asker bob(stage, questions, "milk?");
      const Asker eve(stage, questions, "eggs?");
      more = stage.turn(turns) == turns;
      chef.cancel();
      stage.settle();
      EXPECT(deaf_to_stop, !chef.waits());
      EXPECT(left_without_answer, !ada.waits());
      EXPECT(left_without_answer, !bob.waits());
      EXPECT(left_without_answer, !eve.waits());
    }
  }
}

TEST_CASE("question and answer, both yours", "[step4]") {
  in_french("question et réponse, toutes deux de vous");
  Stage stage;
  for (const int kitchen : uses) {
    Cookbook book(stage);
    book.refuse("what is in the sauce?",
                awkward_exceptions(that_is_a_secret)[0]);
    auto& questions = make<Questions>(stage, kitchen);
    auto chef = stage.start("answer_questions",
                            exo34::answer_questions(questions, book.chef()));
    auto ada = stage.start("ask(nuts?)", exo34::ask(questions, "nuts?"));
    auto eve = stage.start("ask(what is in the sauce?)",
                           exo34::ask(questions, "what is in the sauce?"));
    auto bob = stage.run("ask(milk?)", exo34::ask(questions, "milk?"));
    EXPECT(wrong_answer, !ada.waits());
    EXPECT(wrong_answer, ada.value() == "yes, nuts?");
    EXPECT(no_answer_on_error, eve.error() == that_is_a_secret.spoken());
    EXPECT(wrong_answer, !bob.waits());
    EXPECT(wrong_answer, bob.value() == "yes, milk?");
    chef.cancel();
    stage.settle();
    EXPECT(left_without_answer, nobody_is_left(stage));
  }
}
